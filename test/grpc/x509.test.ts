import type { DetailedPeerCertificate } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { verify } from '../../src/grpc/x509.js';

const now = Date.UTC(2026, 0, 15, 12);

/** A certificate as the runtimes describe it, valid for localhost all year. */
function certificate(fields: Partial<DetailedPeerCertificate> = {}): DetailedPeerCertificate {
  return {
    subject: { CN: 'leaf' },
    subjectaltname: 'DNS:localhost',
    valid_from: 'Jan  1 00:00:00 2026 GMT',
    valid_to: 'Dec 31 23:59:59 2026 GMT',
    serialNumber: '0A',
    raw: signedWith('2a8648ce3d040302'),
    ...fields,
  } as DetailedPeerCertificate;
}

/** The frame of a certificate: an empty body, and the signature's algorithm. */
function signedWith(identifier: string): Buffer<ArrayBuffer> {
  const value = (tag: number, contents: Buffer) => Buffer.concat([Buffer.of(tag, contents.length), contents]);
  const algorithm = value(0x30, value(0x06, Buffer.from(identifier, 'hex')));
  return value(0x30, Buffer.concat([value(0x30, Buffer.alloc(0)), algorithm]));
}

const check = (chain: DetailedPeerCertificate[], distrust?: string) => verify({ chain, distrust }, 'localhost', now);

test('a valid certificate', () => {
  expect(check([certificate()])).toBeUndefined();
});

test('none at all', () => {
  expect(check([])).toBe('certificate signed by unknown authority');
});

describe('the runtime does not trust it', () => {
  test.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate signed by unknown authority'],
    ['INVALID_PURPOSE', 'certificate specifies an incompatible key usage'],
    ['INVALID_CA', 'invalid CA certificate'],
    ['PATH_LENGTH_EXCEEDED', 'too many intermediates for path length constraint'],
    ['CERT_REVOKED', 'certificate is not trusted: CERT_REVOKED'],
    ['null', 'certificate is not trusted: null'],
    // By its own clock, which then is not ours.
    ['CERT_HAS_EXPIRED', 'certificate has expired or is not yet valid'],
  ])('%s', (distrust, reason) => {
    expect(check([certificate(), certificate({ subject: { CN: 'root' } as DetailedPeerCertificate['subject'] })], distrust)).toBe(reason);
  });
});

describe('times', () => {
  const { TZ } = process.env;

  afterEach(() => {
    if (TZ === undefined) delete process.env['TZ'];
    else process.env['TZ'] = TZ;
  });

  test.each([
    ['UTC', '2026-01-15T12:00:00Z'],
    ['Asia/Kolkata', '2026-01-15T17:30:00+05:30'],
    ['America/St_Johns', '2026-01-15T08:30:00-03:30'],
    ['Pacific/Kiritimati', '2026-01-16T02:00:00+14:00'],
  ])('now is in the zone of %s, the certificate in UTC', (zone, local) => {
    process.env['TZ'] = zone;
    expect(check([certificate({ valid_to: 'Jan  2 03:04:05 2026 GMT' })])).toBe(
      `certificate has expired or is not yet valid: current time ${local} is after 2026-01-02T03:04:05Z`,
    );
    expect(check([certificate({ valid_from: 'Feb 28 03:04:05 2026 GMT' })])).toBe(
      `certificate has expired or is not yet valid: current time ${local} is before 2026-02-28T03:04:05Z`,
    );
  });
});

describe('signatures', () => {
  const weak = (algorithm: string, authority: string) =>
    `certificate signed by unknown authority (possibly because of "x509: cannot verify signature: insecure algorithm ${algorithm}" while trying to verify candidate authority certificate "${authority}")`;
  const issuer = (subject: object) => certificate({ subject: subject as DetailedPeerCertificate['subject'] });

  test.each([
    ['2a864886f70d010104', 'MD5-RSA'],
    ['2a864886f70d010105', 'SHA1-RSA'],
    ['2b0e03021d', 'SHA1-RSA'],
    ['2a8648ce3d0401', 'ECDSA-SHA1'],
  ])('%s is refused, but for the trusted certificate itself', (identifier, algorithm) => {
    const signed = certificate({ raw: signedWith(identifier) });
    expect(check([signed, issuer({ CN: 'ca' })])).toBe(weak(algorithm, 'ca'));
    expect(check([signed])).toBeUndefined();
    expect(check([certificate(), signed])).toBeUndefined();
  });

  test.each([
    [{ CN: ['a"b', 'c'] }, 'a\\"b'],
    [{ O: 'org' }, 'org'],
    [{ CN: '', O: ['first', 'second'] }, 'first'],
    [{}, 'serial:10'],
  ])('the authority %j', (subject, name) => {
    expect(check([certificate({ raw: signedWith('2b0e03021d') }), issuer(subject)])).toBe(weak('SHA1-RSA', name));
  });

  test.each(['', '30', '3003', '3082', '30840000', '3084ffffffff00', '300030ff06', '3005300030020601'])('%j is no certificate', (hex) => {
    expect(check([certificate({ raw: Buffer.from(hex, 'hex') }), certificate()])).toBe('malformed certificate');
  });
});
