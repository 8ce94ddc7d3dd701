import { describe, expect, test } from 'vitest';
import { ByteWriter } from '../../../src/http2/hpack/byte-writer.js';
import { Decoder } from '../../../src/http2/hpack/decoder.js';
import { Encoder } from '../../../src/http2/hpack/encoder.js';
import type { Field } from '../../../src/http2/hpack/field.js';
import { decodeInteger, encodeInteger } from '../../../src/http2/hpack/integer.js';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const hex = (block: Uint8Array) => Buffer.from(block).toString('hex');

// RFC 7541 appendix C.
describe('C.1, integers', () => {
  test.each([
    [10, 5, '0a'],
    [1337, 5, '1f9a0a'],
    [42, 8, '2a'],
  ])('%i with a prefix of %i bits', (value, prefix, encoded) => {
    const out = new ByteWriter();
    encodeInteger(value, prefix, 0, out);
    const block = out.take();
    expect(hex(block)).toBe(encoded);
    const cursor = { bytes: block, at: 1 };
    expect(decodeInteger(block[0] ?? 0, prefix, cursor)).toBe(value);
    expect(cursor.at).toBe(block.length);
  });
});

describe('C.2, fields', () => {
  test.each<[string, string, Field]>([
    ['with indexing', '400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572', ['custom-key', 'custom-header']],
    ['without indexing', '040c 2f73 616d 706c 652f 7061 7468', [':path', '/sample/path']],
    ['never indexed', '1008 7061 7373 776f 7264 0673 6563 7265 74', ['password', 'secret']],
    ['indexed', '82', [':method', 'GET']],
  ])('%s', (_, block, field) => {
    expect(new Decoder(4096).decode(bytes(block))).toEqual([field]);
  });
});

const requests: readonly Field[][] = [
  [
    [':method', 'GET'],
    [':scheme', 'http'],
    [':path', '/'],
    [':authority', 'www.example.com'],
  ],
  [
    [':method', 'GET'],
    [':scheme', 'http'],
    [':path', '/'],
    [':authority', 'www.example.com'],
    ['cache-control', 'no-cache'],
  ],
  [
    [':method', 'GET'],
    [':scheme', 'https'],
    [':path', '/index.html'],
    [':authority', 'www.example.com'],
    ['custom-key', 'custom-value'],
  ],
];

const cookie = 'foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1';
const responses: readonly Field[][] = [
  [
    [':status', '302'],
    ['cache-control', 'private'],
    ['date', 'Mon, 21 Oct 2013 20:13:21 GMT'],
    ['location', 'https://www.example.com'],
  ],
  [
    [':status', '307'],
    ['cache-control', 'private'],
    ['date', 'Mon, 21 Oct 2013 20:13:21 GMT'],
    ['location', 'https://www.example.com'],
  ],
  [
    [':status', '200'],
    ['cache-control', 'private'],
    ['date', 'Mon, 21 Oct 2013 20:13:22 GMT'],
    ['location', 'https://www.example.com'],
    ['content-encoding', 'gzip'],
    ['set-cookie', cookie],
  ],
];

const plainRequests = [
  '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
  '8286 84be 5808 6e6f 2d63 6163 6865',
  '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65',
];
const huffmanRequests = [
  '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff',
  '8286 84be 5886 a8eb 1064 9cbf',
  '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf',
];
const plainResponses = [
  '4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
  '4803 3330 37c1 c0bf',
  '88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31',
];
const huffmanResponses = [
  '4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3',
  '4883 640e ffc1 c0bf',
  '88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07',
];

describe.each([
  ['C.3, requests', requests, plainRequests, 4096],
  ['C.4, requests in Huffman code', requests, huffmanRequests, 4096],
  ['C.5, responses with evictions', responses, plainResponses, 256],
  ['C.6, responses in Huffman code with evictions', responses, huffmanResponses, 256],
])('%s', (_, lists, blocks, tableSize) => {
  test('are decoded', () => {
    const decoder = new Decoder(4096, tableSize);
    for (const [index, block] of blocks.entries()) expect(decoder.decode(bytes(block))).toEqual(lists[index]);
  });
});

test('C.4: requests are encoded so', () => {
  const encoder = new Encoder();
  for (const [index, fields] of requests.entries()) {
    expect(hex(encoder.encode(fields))).toBe(huffmanRequests[index]?.replaceAll(' ', ''));
  }
});

test('C.6: responses are encoded so, behind the size of the table', () => {
  const encoder = new Encoder(256);
  const [first, second, third] = responses.map((fields) => hex(encoder.encode(fields)));
  const [firstExample, , thirdExample] = huffmanResponses.map((block) => block.replaceAll(' ', ''));
  expect(first).toBe(`3fe101${firstExample}`);
  // The example has `307` in Huffman code, which is no shorter.
  expect(second).toBe('4803333037c1c0bf');
  expect(third).toBe(thirdExample);
});
