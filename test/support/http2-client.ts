import { Connection, type ConnectionOptions } from '../../src/http2/connection.js';
import type { Field } from '../../src/http2/hpack/field.js';
import type { GoAway } from '../../src/http2/receiver.js';
import type { Address, TlsOptions } from '../../src/http2/socket.js';
import type { Stream, StreamEnd, StreamHandler } from '../../src/http2/stream.js';
import { connectSocket } from './http2-sockets.js';

/** A connection over a real socket. */
export class TestClient {
  readonly connection: Connection;
  readonly closed: Promise<Error>;
  readonly goAways: (GoAway | undefined)[] = [];

  private constructor(connection: Connection, closed: Promise<Error>) {
    this.connection = connection;
    this.closed = closed;
  }

  /** Resolves when the server's SETTINGS are here. */
  static connect(address: Address, options: Partial<ConnectionOptions> = {}, tls?: TlsOptions): Promise<TestClient> {
    return new Promise((resolve, reject) => {
      let client: TestClient | undefined;
      let close: (cause: Error) => void = () => {};
      const closed = new Promise<Error>((done) => {
        close = done;
      });
      const socket = connectSocket(address, tls, {
        onOpen: () => {
          const defaults = { streamWindow: 1 << 20, connectionWindow: 4 << 20, maxHeaderListSize: 1 << 20 };
          const connection: Connection = new Connection(
            socket,
            { ...defaults, ...options },
            {
              onReady: () => client && resolve(client),
              onRead: () => {},
              onDraining: (goAway) => client?.goAways.push(goAway),
              onClose: (cause) => {
                close(cause);
                reject(cause);
              },
            },
          );
          client = new TestClient(connection, closed);
        },
        onData: (bytes) => client?.connection.onData(bytes),
        onDrain: () => client?.connection.onDrain(),
        onClose: (error) => {
          if (client === undefined) reject(error ?? new Error('ended'));
          else client.connection.onSocketClose(error);
        },
      });
    });
  }

  /** Sends a request and collects its response. */
  request(path: string, ...body: readonly Uint8Array[]): TestRequest {
    const request = new TestRequest(this.connection, path, body.length === 0);
    for (const part of body) request.stream.write(part);
    if (body.length > 0) request.stream.end();
    return request;
  }

  close(): void {
    this.connection.close(new Error('closed by the test'));
  }
}

export class TestRequest implements StreamHandler {
  readonly stream: Stream;
  readonly headers: Record<string, string> = {};
  readonly trailers: Record<string, string> = {};
  readonly chunks: Uint8Array[] = [];
  /** Resolves when the stream is no more. */
  readonly end: Promise<StreamEnd>;
  received = 0;
  drains = 0;
  /** Whether what comes is given back at once. */
  greedy = true;
  #end: (end: StreamEnd) => void = () => {};

  constructor(connection: Connection, path: string, endStream: boolean) {
    this.end = new Promise((resolve) => {
      this.#end = resolve;
    });
    const fields: Field[] = [
      [':method', 'POST'],
      [':scheme', 'http'],
      [':path', path],
      [':authority', 'test'],
    ];
    this.stream = connection.open(fields, this, endStream);
  }

  get body(): Buffer {
    return Buffer.concat(this.chunks);
  }

  onHeaders(fields: readonly Field[]): void {
    for (const [name, value] of fields) this.headers[name] = value;
  }

  onData(bytes: Uint8Array): void {
    this.received += bytes.length;
    this.chunks.push(bytes);
    if (this.greedy) this.stream.consume(bytes.length);
  }

  onTrailers(fields: readonly Field[]): void {
    for (const [name, value] of fields) this.trailers[name] = value;
  }

  onEnd(): void {}

  onDrain(): void {
    this.drains++;
  }

  onClose(end: StreamEnd): void {
    this.#end(end);
  }
}
