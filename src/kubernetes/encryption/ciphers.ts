import { createDecipheriv, createHmac } from 'node:crypto';
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';
import { encodingOf } from '../envelope.js';

/** Each opens a body with a key, or says with undefined that it can't: a wrong key, or a value that was changed. */

/** IV, and AES-CBC of the padded value. Nothing authenticates it, so that what comes out must be an object. */
export function openAesCbc(key: Buffer, body: Buffer): Buffer | undefined {
  const iv = body.subarray(0, 16);
  const ciphertext = body.subarray(16);
  if (iv.length < 16 || ciphertext.length === 0 || ciphertext.length % 16 !== 0) return undefined;
  return attempt(() => {
    const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, iv);
    const plaintext = Buffer.concat([decipher.update(ciphertext), decipher.final()]);
    return encodingOf(plaintext) === undefined ? undefined : plaintext;
  });
}

/** Nonce, ciphertext and tag. @param aad the etcd key that the value stands under */
export function openAesGcm(key: Buffer, body: Buffer, aad: Uint8Array): Buffer | undefined {
  if (body.length < 12 + 16) return undefined;
  return attempt(() => {
    const decipher = createDecipheriv(`aes-${key.length * 8}-gcm` as 'aes-256-gcm', key, body.subarray(0, 12), { authTagLength: 16 });
    decipher.setAAD(aad);
    decipher.setAuthTag(body.subarray(-16));
    return Buffer.concat([decipher.update(body.subarray(12, -16)), decipher.final()]);
  });
}

/** NaCl's secretbox behind its nonce: XSalsa20-Poly1305, which node:crypto doesn't have. */
export function openSecretbox(key: Buffer, body: Buffer): Buffer | undefined {
  if (body.length < 24 + 16) return undefined;
  return attempt(() => Buffer.from(xsalsa20poly1305(key, body.subarray(0, 24)).decrypt(body.subarray(24))));
}

/** KMS v1: AES-GCM, and AES-CBC before Kubernetes 1.25. */
export function openKmsV1(key: Buffer, body: Buffer, aad: Uint8Array): Buffer | undefined {
  return openAesGcm(key, body, aad) ?? openAesCbc(key, body);
}

/** KMS v2: AES-GCM with the key, or with one that is made of a seed and the 32 bytes before the nonce: HKDF-Expand, RFC 5869, 2.3. */
export function openKmsV2(source: Buffer, isSeed: boolean, data: Buffer, aad: Uint8Array): Buffer | undefined {
  if (!isSeed) return openAesGcm(source, data, aad);
  if (data.length < 32) return undefined;
  const key = createHmac('sha256', source).update(data.subarray(0, 32)).update(Buffer.of(1)).digest();
  return openAesGcm(key, data.subarray(32), aad);
}

/** Ciphers throw for what they can't open, also for a key of a wrong length. */
function attempt(open: () => Buffer | undefined): Buffer | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}
