import { afterEach, describe, expect, test } from 'vitest';
import type { Channel } from '../../src/grpc/channel.js';
import { createChannel, failure } from '../support/channels.js';
import { eventually } from '../support/eventually.js';
import { type Fields, grpcFrame, type RawConnection, RawServer, type RawServerOptions } from '../support/raw-server.js';

const path = '/test.Service/Method';
const request = Buffer.from('request');

let server: RawServer;
let channel: Channel;

async function serve(onRequest: NonNullable<RawServerOptions['onRequest']>, options: Parameters<typeof createChannel>[1] = {}) {
  server = await RawServer.listen({ onRequest });
  channel = createChannel(server.endpoint, options);
}

afterEach(async () => {
  channel.close();
  await server.close();
});

const unary = () => channel.unary(path, request);
const text = async () => Buffer.from((await unary()).message).toString();
const status = async () => (await failure(unary())).message;

async function messages(): Promise<string[]> {
  const stream = channel.stream(path);
  stream.end();
  const all: string[] = [];
  for await (const message of stream) all.push(Buffer.from(message).toString());
  return all;
}

describe('answers', () => {
  test('the request arrives whole, with one message', async () => {
    let seen: Buffer | undefined;
    await serve((connection, id, body) => {
      seen = body;
      connection.answer(id, 'hello');
    });
    expect(await text()).toBe('hello');
    expect(seen).toEqual(grpcFrame('request'));
  });

  test('trailers only', async () => {
    await serve((connection, id) =>
      connection.headers(
        id,
        { ':status': '200', 'content-type': 'application/grpc', 'grpc-status': '5', 'grpc-message': 'nothing here' },
        { end: true },
      ),
    );
    expect(await status()).toBe('rpc error: code = NotFound desc = nothing here');
  });

  test('a message split into single bytes', async () => {
    await serve((connection, id) => {
      connection.respond(id);
      for (const byte of grpcFrame('split')) connection.data(id, Buffer.from([byte]));
      connection.trailers(id);
    });
    expect(await text()).toBe('split');
  });

  test('several messages in one DATA frame, the last one cut', async () => {
    await serve((connection, id) => {
      connection.respond(id);
      const all = Buffer.concat(['one', '', 'three', 'four'].map((message) => grpcFrame(message)));
      connection.data(id, all.subarray(0, -2));
      connection.data(id, all.subarray(-2));
      connection.trailers(id);
    });
    expect(await messages()).toEqual(['one', '', 'three', 'four']);
  });

  test('an answer in pieces', async () => {
    await serve((connection, id) => {
      connection.respond(id);
      const frame = grpcFrame('a long answer');
      connection.data(id, frame.subarray(0, 9));
      connection.data(id, frame.subarray(9));
      connection.trailers(id);
    });
    const stream = channel.stream(path);
    stream.end();
    const pieces: Buffer[] = [];
    for await (const piece of stream.pieces()) pieces.push(Buffer.from(piece));
    expect(Buffer.concat(pieces).toString()).toBe('a long answer');
  });

  test.each([
    ['etcdserver: a%25b', 'etcdserver: a%b'],
    ['%C3%A9t%c3%a9', 'été'],
    ['%zz %4 %', '%zz %4 %'],
    ['%ff!', '\ufffd!'],
    ['caf\u00c3\u00a9', 'café'],
  ])('grpc-message %j', async (sent, received) => {
    await serve((connection, id) => {
      connection.respond(id);
      connection.trailers(id, { 'grpc-status': '2', 'grpc-message': sent });
    });
    expect((await failure(unary())).details).toBe(received);
  });

  test.each([
    [
      { ':status': '404', 'content-type': 'text/html' },
      'Unimplemented',
      'unexpected HTTP status code received from server: 404 (Not Found); transport: received unexpected content-type "text/html"',
    ],
    [
      { ':status': '503' },
      'Unavailable',
      'unexpected HTTP status code received from server: 503 (Service Unavailable); malformed header: missing HTTP content-type',
    ],
    [
      { ':status': '200', 'content-type': 'application/json' },
      'Unknown',
      'unexpected HTTP status code received from server: 200 (OK); transport: received unexpected content-type "application/json"',
    ],
    [
      { ':status': '413', 'content-type': 'text/html' },
      'Unknown',
      'unexpected HTTP status code received from server: 413 (Request Entity Too Large); transport: received unexpected content-type "text/html"',
    ],
    [
      { ':status': '600', 'content-type': 'text/\u00e9\u00c3\u00a9"\u0085' },
      'Unknown',
      'unexpected HTTP status code received from server: 600 (); transport: received unexpected content-type "text/\\xe9é\\"\\x85"',
    ],
  ])('an answer that is not gRPC: %j', async (headers, code, details) => {
    await serve((connection, id) => connection.headers(id, headers, { end: true }));
    expect(await status()).toBe(`rpc error: code = ${code} desc = ${details}`);
  });

  test('the body of an answer that is not gRPC is told, up to 1024 bytes', async () => {
    await serve((connection, id, body) => {
      connection.headers(id, { ':status': '502', 'content-type': 'text/plain' });
      connection.data(id, Buffer.from(body.length > 20 ? 'x'.repeat(5000) : 'bad\ngateway'), { end: true });
    });
    const prefix =
      'unexpected HTTP status code received from server: 502 (Bad Gateway); transport: received unexpected content-type "text/plain"';
    expect((await failure(unary())).details).toBe(`${prefix}\ndata: "bad\\ngateway"`);
    const long = await failure(channel.unary(path, Buffer.alloc(100)));
    expect(long.details).toBe(`${prefix}\ndata: "${'x'.repeat(1024)}"`);
  });

  test('control bytes of such a body, and of a compression, are escaped as in Go', async () => {
    await serve((connection, id, body) => {
      if (body.length > 20) {
        connection.headers(id, { ':status': '404', 'content-type': 'text/html' });
        connection.data(id, Buffer.from('\x1b[31m\x7f\u009b日本\n'), { end: true });
      } else {
        connection.respond(id, { 'grpc-encoding': 'a\u009b"' });
        connection.data(id, grpcFrame('x', 1));
      }
    });
    const { details } = await failure(channel.unary(path, Buffer.alloc(100)));
    expect(details.slice(details.indexOf('data: '))).toBe('data: "\\x1b[31m\\x7f\\u009b日本\\n"');
    expect(await status()).toContain('Decompressor is not installed for grpc-encoding "a\\x9b\\""');
  });

  test.each<[string, Fields, string]>([
    ['NUL in a name', { 'a\0b': 'x' }, 'invalid header field name "a\\x00b"'],
    ['NUL in a value', { ab: 'x\0y' }, 'invalid header field value for "ab"'],
    ['a line feed in a value', { ab: 'x\ny' }, 'invalid header field value for "ab"'],
  ])('%s, which HTTP/2 forbids, fails the call and not the channel', async (_, fields, details) => {
    await serve((connection, id, body) => {
      connection.respond(id, body.length > 20 ? fields : {});
      connection.data(id, grpcFrame('x'));
      connection.trailers(id);
    });
    expect(await failure(channel.unary(path, Buffer.alloc(100)))).toMatchObject({ code: 13, details });
    expect(await text()).toBe('x');
  });

  test('no trailers', async () => {
    await serve((connection, id) => {
      connection.respond(id);
      connection.data(id, grpcFrame('x'), { end: true });
    });
    expect(await status()).toBe('rpc error: code = Internal desc = server closed the stream without sending trailers');
  });

  test('trailers without a status', async () => {
    await serve((connection, id) => {
      connection.respond(id);
      connection.trailers(id, { other: 'x' });
    });
    expect(await status()).toBe('rpc error: code = Unknown desc = ');
  });

  test.each([
    ['42', 'Code(42)'],
    ['2147483647', 'Code(2147483647)'],
    ['-1', 'Code(4294967295)'],
    ['-2147483648', 'Code(2147483648)'],
    ['+5', 'NotFound'],
    ['005', 'NotFound'],
  ])('the status %s is %s', async (sent, code) => {
    await serve((connection, id) => {
      connection.respond(id);
      connection.trailers(id, { 'grpc-status': sent, 'grpc-message': 'x' });
    });
    expect(await status()).toBe(`rpc error: code = ${code} desc = x`);
  });

  test.each([
    ['2147483648', 'value out of range'],
    ['-2147483649', 'value out of range'],
    ['99999999999999999999', 'value out of range'],
    ['', 'invalid syntax'],
    ['x', 'invalid syntax'],
    ['1_0', 'invalid syntax'],
    ['0x1', 'invalid syntax'],
    ['1.0', 'invalid syntax'],
    ['1e2', 'invalid syntax'],
  ])('the status %j is malformed', async (sent, problem) => {
    await serve((connection, id) => {
      connection.respond(id);
      connection.trailers(id, { 'grpc-status': sent, 'grpc-message': 'x' });
    });
    const reason = `transport: malformed grpc-status: strconv.ParseInt: parsing ${JSON.stringify(sent)}: ${problem}`;
    expect(await status()).toBe(`rpc error: code = Unknown desc = ${reason}`);
  });

  test('a malformed status is quoted byte by byte', async () => {
    await serve((connection, id) => {
      connection.respond(id);
      connection.trailers(id, { 'grpc-status': '5"\u00e9' });
    });
    expect((await failure(unary())).details).toContain('parsing "5\\"\\xe9": invalid syntax');
  });

  test('no message', async () => {
    await serve((connection, id) => {
      connection.respond(id);
      connection.trailers(id);
    });
    expect(await status()).toBe(
      'rpc error: code = Internal desc = cardinality violation: received no response message from non-server-streaming RPC',
    );
  });

  test('two messages where one is due', async () => {
    await serve((connection, id) => {
      connection.respond(id);
      connection.data(id, Buffer.concat([grpcFrame('x'), grpcFrame('y')]));
      connection.trailers(id);
    });
    expect(await status()).toBe(
      'rpc error: code = Internal desc = cardinality violation: expected <EOF> for non server-streaming RPCs, but received another message',
    );
  });

  test('a message that the trailers cut off', async () => {
    await serve((connection, id) => {
      connection.respond(id);
      connection.data(id, grpcFrame('abc').subarray(0, -1));
      connection.trailers(id);
    });
    expect(await status()).toBe('rpc error: code = Internal desc = unexpected EOF');
  });

  test.each([
    [1, {}, 'grpc: compressed flag set with identity or empty encoding'],
    [1, { 'grpc-encoding': 'gzip' }, 'grpc: Decompressor is not installed for grpc-encoding "gzip"'],
    [7, {}, 'grpc: received unexpected payload format 7'],
  ])('compression flag %i with %j', async (flag, headers, details) => {
    await serve((connection, id) => {
      connection.respond(id, headers);
      connection.data(id, grpcFrame('x', flag));
      connection.trailers(id);
    });
    expect(await status()).toBe(`rpc error: code = Internal desc = ${details}`);
  });

  test('a message over the receive limit ends the call at its header', async () => {
    let served: RawConnection | undefined;
    await serve(
      (connection, id) => {
        served = connection;
        connection.respond(id);
        connection.data(id, Buffer.from([0, 0, 0, 0, 47]));
      },
      { maxReceiveBytes: 10 },
    );
    expect(await status()).toBe('rpc error: code = ResourceExhausted desc = grpc: received message larger than max (47 vs. 10)');
    await eventually(() => served?.resets.get(1) === 8);
  });

  test('a message over the send limit is not sent', async () => {
    let requests = 0;
    await serve(() => requests++, { maxSendBytes: 10 });
    const error = await failure(channel.unary(path, Buffer.alloc(21)));
    expect(error.message).toBe('rpc error: code = ResourceExhausted desc = trying to send message larger than max (21 vs. 10)');
    expect(requests).toBe(0);
  });
});

describe('resets', () => {
  test.each([
    [1, 'Internal', 'PROTOCOL_ERROR'],
    [2, 'Internal', 'INTERNAL_ERROR'],
    [3, 'ResourceExhausted', 'FLOW_CONTROL_ERROR'],
    [4, 'Internal', 'SETTINGS_TIMEOUT'],
    [5, 'Internal', 'STREAM_CLOSED'],
    [6, 'Internal', 'FRAME_SIZE_ERROR'],
    [7, 'Unavailable', 'REFUSED_STREAM'],
    [8, 'Canceled', 'CANCEL'],
    [9, 'Internal', 'COMPRESSION_ERROR'],
    [10, 'Internal', 'CONNECT_ERROR'],
    [11, 'ResourceExhausted', 'ENHANCE_YOUR_CALM'],
    [12, 'PermissionDenied', 'INADEQUATE_SECURITY'],
    [13, 'Internal', 'HTTP_1_1_REQUIRED'],
    [99, 'Unknown', 'unknown error code 0x63'],
  ])('code %i is %s', async (code, name, text) => {
    await serve((connection, id) => connection.reset(id, code));
    expect(await status()).toBe(`rpc error: code = ${name} desc = stream terminated by RST_STREAM with error code: ${text}`);
  });

  test('without an error', async () => {
    await serve((connection, id) => connection.reset(id, 0));
    expect(await status()).toBe('rpc error: code = Internal desc = stream terminated by RST_STREAM with error code: NO_ERROR');
  });

  test('after the answer began', async () => {
    await serve((connection, id) => {
      connection.respond(id);
      connection.reset(id, 7);
    });
    expect(await status()).toBe('rpc error: code = Unavailable desc = stream terminated by RST_STREAM with error code: REFUSED_STREAM');
  });

  test('a refused request is sent again, and applied once', async () => {
    const applied: string[] = [];
    let seen = 0;
    await serve((connection, id, body) => {
      if (seen++ === 0) return connection.reset(id, 7);
      applied.push(body.subarray(5).toString());
      connection.answer(id, 'done');
    });
    expect(await text()).toBe('done');
    expect(applied).toEqual(['request']);
  });

  test('a refused stream of requests is sent again in order', async () => {
    let seen = 0;
    await serve((connection, id, body) => {
      if (seen++ === 0) return connection.reset(id, 7);
      connection.answer(id, body.toString('latin1'));
    });
    const stream = channel.stream(path);
    await stream.write(Buffer.from('a'));
    await stream.write(Buffer.from('b'));
    stream.end();
    const all: string[] = [];
    for await (const message of stream) all.push(Buffer.from(message).toString('latin1'));
    expect(all).toEqual([Buffer.concat([grpcFrame('a'), grpcFrame('b')]).toString('latin1')]);
  });
});
