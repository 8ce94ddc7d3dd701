import { Connection, type ConnectionHandler, type ConnectionOptions } from '../../src/http2/connection.js';
import type { Field } from '../../src/http2/hpack/field.js';
import type { GoAway } from '../../src/http2/receiver.js';
import type { Socket, Stage } from '../../src/http2/socket.js';
import type { Stream, StreamEnd, StreamHandler } from '../../src/http2/stream.js';

/** RFC 9113 section 6. */
export const Frame = {
  Data: 0,
  Headers: 1,
  Priority: 2,
  Reset: 3,
  Settings: 4,
  PushPromise: 5,
  Ping: 6,
  GoAway: 7,
  WindowUpdate: 8,
  Continuation: 9,
} as const;

export const Flags = { EndStream: 1, Ack: 1, EndHeaders: 4, Padded: 8, Priority: 0x20 } as const;

export interface SentFrame {
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  readonly payload: Buffer;
}

export function frame(type: number, flags: number, streamId: number, payload: Uint8Array | string = ''): Buffer {
  const bytes = Buffer.from(payload as Uint8Array);
  const header = Buffer.alloc(9);
  header.writeUIntBE(bytes.length, 0, 3);
  header[3] = type;
  header[4] = flags;
  header.writeUInt32BE(streamId, 5);
  return Buffer.concat([header, bytes]);
}

export function uint32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}

export function setting(id: number, value: number): Buffer {
  return Buffer.concat([Buffer.from([0, id]), uint32(value)]);
}

/** A header block without compression, RFC 7541 section 6.2.2. */
export function block(...fields: readonly (readonly [name: string, value: string])[]): Buffer {
  const string = (text: string) => {
    const bytes = Buffer.from(text, 'latin1');
    if (bytes.length < 127) return Buffer.concat([Buffer.from([bytes.length]), bytes]);
    const length = [127];
    let rest = bytes.length - 127;
    for (; rest >= 128; rest = Math.floor(rest / 128)) length.push((rest % 128) | 128);
    return Buffer.concat([Buffer.from([...length, rest]), bytes]);
  };
  return Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0]), string(name), string(value)]));
}

export const ok = block([':status', '200']);

/** What a stream reported, in order. */
export class Recorder implements StreamHandler {
  readonly events: string[] = [];
  readonly data: Uint8Array[] = [];
  closed: StreamEnd | undefined;

  /** @param greedy whether what arrives is consumed at once */
  constructor(
    readonly greedy = false,
    public stream?: Stream,
  ) {}

  get body(): string {
    return Buffer.concat(this.data).toString('latin1');
  }

  onHeaders(fields: readonly Field[], endStream: boolean): void {
    this.events.push(`headers ${describe(fields)}${endStream ? ' end' : ''}`);
  }

  onData(bytes: Uint8Array): void {
    this.data.push(bytes);
    if (this.greedy) this.stream?.consume(bytes.length);
  }

  onTrailers(fields: readonly Field[]): void {
    this.events.push(`trailers ${describe(fields)}`);
  }

  onEnd(): void {
    this.events.push('end');
  }

  onDrain(): void {
    this.events.push('drain');
  }

  onClose(end: StreamEnd): void {
    if (this.closed !== undefined) throw new Error('closed twice');
    this.closed = end;
    this.events.push(`close ${end.kind}`);
  }
}

function describe(fields: readonly Field[]): string {
  return fields.map(([name, value]) => `${name}=${value}`).join(' ');
}

export const request: readonly Field[] = [
  [':method', 'POST'],
  [':scheme', 'http'],
  [':path', '/x'],
  [':authority', 'host'],
];

const defaults: ConnectionOptions = { streamWindow: 100_000, connectionWindow: 200_000, maxHeaderListSize: 65_536 };

/** A server without a socket: what the client sends is here at once, and what it is sent is read at once. */
export class Peer implements ConnectionHandler {
  readonly connection: Connection;
  readonly goAways: (GoAway | undefined)[] = [];
  ready = 0;
  reads = 0;
  cause: Error | undefined;
  /** Whether the socket takes no more. */
  blocked = false;
  destroyed = false;
  writes = 0;
  #bytes: Buffer = Buffer.alloc(0);
  #taken = 0;
  readonly #frames: SentFrame[] = [];

  constructor(options: Partial<ConnectionOptions> = {}, settings: readonly Buffer[] | 'none' = []) {
    const socket: Socket = {
      stage: 'open' as Stage,
      local: undefined,
      remote: undefined,
      write: (bytes) => this.#write(bytes),
      destroy: () => {
        this.destroyed = true;
      },
      hold: () => {},
    };
    this.connection = new Connection(socket, { ...defaults, ...options }, this);
    if (settings === 'none') return;
    this.send(Frame.Settings, 0, 0, Buffer.concat(settings));
    this.take();
  }

  onReady(): void {
    this.ready++;
  }

  onRead(): void {
    this.reads++;
  }

  onDraining(goAway: GoAway | undefined): void {
    this.goAways.push(goAway);
  }

  onClose(cause: Error): void {
    if (this.cause !== undefined) throw new Error('closed twice');
    this.cause = cause;
  }

  /** Opens a stream of which the request is complete, unless `open`. */
  open({ open = false, greedy = false } = {}): { stream: Stream; recorder: Recorder } {
    const recorder = new Recorder(greedy);
    const stream = this.connection.open(request, recorder, !open);
    recorder.stream = stream;
    return { stream, recorder };
  }

  send(type: number, flags: number, streamId: number, payload: Uint8Array | string = ''): void {
    this.connection.onData(frame(type, flags, streamId, payload));
  }

  /** The socket takes bytes again. */
  unblock(): void {
    this.blocked = false;
    this.connection.onDrain();
  }

  /** Lets what is to be sent in this turn be sent. */
  async turn(): Promise<void> {
    await Promise.resolve();
  }

  /** The frames since the last call. */
  take(): SentFrame[] {
    const frames = this.#frames.slice(this.#taken);
    this.#taken = this.#frames.length;
    return frames;
  }

  /** The GOAWAY that ended the connection. */
  get goAway(): { readonly code: number; readonly debug: string } | undefined {
    const last = this.#frames.at(-1);
    if (last?.type !== Frame.GoAway) return undefined;
    return { code: last.payload.readUInt32BE(4), debug: last.payload.subarray(8).toString('latin1') };
  }

  /** The code of the RST_STREAM that was sent for a stream. */
  resetOf(streamId: number): number | undefined {
    return this.#frames.find((sent) => sent.type === Frame.Reset && sent.streamId === streamId)?.payload.readUInt32BE(0);
  }

  #write(bytes: Uint8Array): boolean {
    if (this.destroyed) throw new Error('written to a socket that is destroyed');
    this.writes++;
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    if (this.#frames.length === 0 && this.#bytes.subarray(0, 3).toString() === 'PRI') this.#bytes = this.#bytes.subarray(24);
    while (this.#bytes.length >= 9) {
      const end = 9 + this.#bytes.readUIntBE(0, 3);
      if (this.#bytes.length < end) break;
      const [type = 0, flags = 0] = this.#bytes.subarray(3, 5);
      this.#frames.push({ type, flags, streamId: this.#bytes.readUInt32BE(5), payload: this.#bytes.subarray(9, end) });
      this.#bytes = this.#bytes.subarray(end);
    }
    return !this.blocked;
  }
}
