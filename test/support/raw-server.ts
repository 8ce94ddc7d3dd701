import { once } from 'node:events';
import * as net from 'node:net';

/** HTTP/2 frame types and flags, RFC 9113 section 6. */
const Frame = { Data: 0, Headers: 1, Reset: 3, Settings: 4, Ping: 6, GoAway: 7, WindowUpdate: 8 } as const;
const endStream = 1;
const ack = 1;
const endHeaders = 4;

const prefaceLength = 24;
const frameHeaderLength = 9;

export type Fields = Readonly<Record<string, string>>;

export interface RawServerOptions {
  /** What the server does with the request of a stream that the client has ended. */
  onRequest?(connection: RawConnection, streamId: number, body: Buffer): void;
  /** When a stream's headers are there. */
  onStream?(connection: RawConnection, streamId: number): void;
  /** Instead of the SETTINGS that a server begins with. */
  onConnect?(connection: RawConnection): void;
  /** Leaves the connection open when the client has closed its side, as a server does that doesn't look. */
  staysOpen?: boolean;
  /** False leaves PINGs without an answer. */
  answersPings?: boolean;
  /** A path listens on a Unix socket; else a free port of 127.0.0.1 is taken. */
  path?: string;
  port?: number;
}

/** A server that writes frames by hand, so that it can do what no HTTP/2 library would. */
export class RawServer {
  readonly connections: RawConnection[] = [];
  readonly #server: net.Server;
  readonly #options: RawServerOptions;

  /** One that doesn't listen yet: see listen(). */
  constructor(options: RawServerOptions) {
    this.#options = options;
    this.#server = net.createServer({ allowHalfOpen: options.staysOpen ?? false }, (socket) =>
      this.connections.push(new RawConnection(socket, options)),
    );
  }

  static async listen(options: RawServerOptions = {}): Promise<RawServer> {
    const server = new RawServer(options);
    if (options.path === undefined) server.#server.listen(options.port ?? 0, '127.0.0.1');
    else server.#server.listen(options.path);
    await once(server.#server, 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as net.AddressInfo).port;
  }

  get endpoint(): string {
    return this.#options.path === undefined ? `127.0.0.1:${this.port}` : `unix://${this.#options.path}`;
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export class RawConnection {
  #buffer = Buffer.alloc(0);
  #preface = false;
  readonly #bodies = new Map<number, Buffer[]>();
  readonly pings: Buffer[] = [];
  /** Whether the client has closed its side, or all of the connection. */
  closedByClient = false;
  /** Streams that the client reset, with the error code. */
  readonly resets = new Map<number, number>();
  /** DATA bytes the client allowed for each stream (0 is the connection), beyond the initial window. */
  readonly windows = new Map<number, number>();

  readonly socket: net.Socket;
  readonly #options: RawServerOptions;

  constructor(socket: net.Socket, options: RawServerOptions) {
    this.socket = socket;
    this.#options = options;
    // Small frames would wait for the client's delayed ACK.
    socket.setNoDelay();
    socket.on('error', () => {});
    socket.on('end', () => {
      this.closedByClient = true;
    });
    socket.on('close', () => {
      this.closedByClient = true;
    });
    socket.on('data', (chunk) => this.#receive(chunk as Buffer));
    if (options.onConnect === undefined) this.settings();
    else options.onConnect(this);
  }

  settings(): void {
    this.send(Frame.Settings, 0, 0);
  }

  headers(streamId: number, fields: Fields, { end = false } = {}): void {
    this.send(Frame.Headers, endHeaders | (end ? endStream : 0), streamId, encodeFields(fields));
  }

  data(streamId: number, payload: Uint8Array, { end = false } = {}): void {
    this.send(Frame.Data, end ? endStream : 0, streamId, payload);
  }

  /** The begin of a normal gRPC answer. */
  respond(streamId: number, fields: Fields = {}): void {
    this.headers(streamId, { ':status': '200', 'content-type': 'application/grpc', ...fields });
  }

  trailers(streamId: number, fields: Fields = { 'grpc-status': '0' }): void {
    this.headers(streamId, fields, { end: true });
  }

  /** A whole gRPC answer of one message. */
  answer(streamId: number, message: string): void {
    this.respond(streamId);
    this.data(streamId, grpcFrame(message));
    this.trailers(streamId);
  }

  reset(streamId: number, code: number): void {
    this.send(Frame.Reset, 0, streamId, uint32(code));
  }

  goAway(lastStreamId: number, code = 0, debug = ''): void {
    this.send(Frame.GoAway, 0, 0, Buffer.concat([uint32(lastStreamId), uint32(code), Buffer.from(debug)]));
  }

  send(type: number, flags: number, streamId: number, payload: Uint8Array = Buffer.alloc(0)): void {
    const header = Buffer.alloc(frameHeaderLength);
    header.writeUIntBE(payload.length, 0, 3);
    header[3] = type;
    header[4] = flags;
    header.writeUInt32BE(streamId, 5);
    this.socket.write(Buffer.concat([header, payload]));
  }

  destroy(): void {
    this.socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    if (!this.#preface) {
      if (this.#buffer.length < prefaceLength) return;
      this.#buffer = this.#buffer.subarray(prefaceLength);
      this.#preface = true;
    }
    while (this.#buffer.length >= frameHeaderLength) {
      const end = frameHeaderLength + this.#buffer.readUIntBE(0, 3);
      if (this.#buffer.length < end) return;
      const [type, flags] = [this.#buffer[3] ?? 0, this.#buffer[4] ?? 0];
      const streamId = this.#buffer.readUInt32BE(5);
      const payload = this.#buffer.subarray(frameHeaderLength, end);
      this.#buffer = this.#buffer.subarray(end);
      this.#handle(type, flags, streamId, payload);
    }
  }

  #handle(type: number, flags: number, streamId: number, payload: Buffer): void {
    switch (type) {
      case Frame.Headers:
        this.#bodies.set(streamId, []);
        this.#options.onStream?.(this, streamId);
        break;
      case Frame.Data:
        this.#bodies.get(streamId)?.push(Buffer.from(payload));
        break;
      case Frame.Reset:
        this.resets.set(streamId, payload.readUInt32BE(0));
        break;
      case Frame.Settings:
        if (!(flags & ack)) this.send(Frame.Settings, ack, 0);
        break;
      case Frame.Ping:
        if (flags & ack) break;
        this.pings.push(Buffer.from(payload));
        if (this.#options.answersPings ?? true) this.send(Frame.Ping, ack, 0, payload);
        break;
      case Frame.WindowUpdate:
        this.windows.set(streamId, (this.windows.get(streamId) ?? 0) + payload.readUInt32BE(0));
        break;
    }
    if ((type === Frame.Headers || type === Frame.Data) && flags & endStream) {
      this.#options.onRequest?.(this, streamId, Buffer.concat(this.#bodies.get(streamId) ?? []));
    }
  }
}

/** A length-prefixed message. */
export function grpcFrame(message: string | Uint8Array, flag = 0): Buffer {
  const body = Buffer.from(message);
  return Buffer.concat([Buffer.from([flag]), uint32(body.length), body]);
}

/** HPACK without compression: literal fields that are not indexed, RFC 7541 section 6.2.2. */
function encodeFields(fields: Fields): Buffer {
  return Buffer.concat(Object.entries(fields).flatMap(([name, value]) => [Buffer.from([0]), encodeString(name), encodeString(value)]));
}

function encodeString(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  const length: number[] = [];
  if (bytes.length < 127) {
    length.push(bytes.length);
  } else {
    length.push(127);
    let rest = bytes.length - 127;
    for (; rest >= 128; rest = Math.floor(rest / 128)) length.push((rest % 128) + 128);
    length.push(rest);
  }
  return Buffer.concat([Buffer.from(length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
