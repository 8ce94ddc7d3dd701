import { expect, test } from 'vitest';
import { CliError } from '../../src/command/errors.js';
import { permissionRange, permissionType } from '../../src/commands/auth/permission.js';

const none = { prefix: false, fromKey: false };
const prefix = { prefix: true, fromKey: false };
const fromKey = { prefix: false, fromKey: true };
const both = { prefix: true, fromKey: true };

test.each([
  ['k', undefined, none, 'k', ''],
  ['k', 'm', none, 'k', 'm'],
  ['k', '', none, 'k', ''],
  ['k', undefined, prefix, 'k', 'l'],
  ['a\udcff', undefined, prefix, 'a\xff', 'b'],
  ['\udcff', undefined, prefix, '\xff', '\0'],
  ['k', undefined, fromKey, 'k', '\0'],
  ['', undefined, none, '\0', ''],
  ['', 'ignored', none, '\0', ''],
  ['', undefined, prefix, '\0', '\0'],
  ['', 'ignored', fromKey, '\0', '\0'],
])('%j to %j with %j', (key, end, flags, from, to) => {
  const range = permissionRange(key, end, flags);
  expect([range.key.toString('latin1'), range.range_end.toString('latin1')]).toEqual([from, to]);
});

test.each([
  ['k', undefined, both, '--from-key and --prefix flags are mutually exclusive'],
  ['', 'm', both, '--from-key and --prefix flags are mutually exclusive'],
  ['k', 'm', both, 'unexpected endkey argument with --prefix flag'],
  ['k', 'm', prefix, 'unexpected endkey argument with --prefix flag'],
  ['k', 'm', fromKey, 'unexpected endkey argument with --from-key flag'],
])('%j to %j with %j is refused', (key, end, flags, message) => {
  expect(() => permissionRange(key, end, flags)).toThrow(new CliError(message, 128));
});

test('permission types, in any case', () => {
  expect(['read', 'WRITE', 'ReadWrite'].map(permissionType)).toEqual([0, 1, 2]);
  expect(() => permissionType('toString')).toThrow(
    expect.objectContaining({ name: 'CliError', message: 'invalid permission type: toString', exitCode: 128 }),
  );
});
