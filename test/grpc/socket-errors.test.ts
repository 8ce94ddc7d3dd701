import { expect, test } from 'vitest';
import { describeLoss } from '../../src/grpc/socket-errors.js';
import { SocketError } from '../../src/http2/socket.js';

const peer = { address: 'b:2', local: 'a:1', secure: false };
const failed = (code: string, syscall: string) =>
  new SocketError('open', Object.assign(new Error(`${syscall} ${code}`), { code, syscall }));

test.each([
  ['a server that hung up, found out by a write', failed('EPIPE', 'write'), peer, 'EOF'],
  ['the same over TLS', failed('EPIPE', 'write'), { ...peer, secure: true }, 'EOF'],
  ['a reset', failed('ECONNRESET', 'read'), peer, 'connection reset by peer'],
  ['a reset over TLS', failed('ECONNRESET', 'read'), { ...peer, secure: true }, 'read tcp a:1->b:2: read: connection reset by peer'],
])('%s', (_, cause, from, words) => {
  expect(describeLoss(cause, from)).toBe(words);
});
