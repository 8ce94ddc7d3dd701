import { expect, test } from 'vitest';
import { CliError } from '../../src/command/errors.js';
import { newUser, passwordIn } from '../../src/commands/auth/new-user.js';

const asked = { noPassword: false, newUserPassword: '' };

test.each([
  ['u', asked, { name: 'u', password: undefined }],
  ['u:p', asked, { name: 'u', password: 'p' }],
  ['u:p:q', asked, { name: 'u', password: 'p:q' }],
  ['u:', asked, { name: 'u', password: '' }],
  ['u:p', { noPassword: false, newUserPassword: 'x' }, { name: 'u:p', password: 'x' }],
  ['u:p', { noPassword: true, newUserPassword: 'x' }, { name: 'u:p', password: '' }],
])('%j with %j', (argument, flags, user) => {
  expect(newUser(argument, flags)).toEqual(user);
});

test('a password without a user', () => {
  expect(() => newUser(':p', asked)).toThrow(new CliError('empty user name is not allowed', 128));
});

test.each([
  ['pw', 'pw'],
  ['  pw rest', 'pw'],
  ['\tpw\r', 'pw'],
  ['', ''],
  [' ', ''],
])('the password in %j', (line, password) => {
  expect(passwordIn(line)).toBe(password);
});
