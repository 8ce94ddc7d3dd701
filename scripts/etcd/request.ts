import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** One HTTP request on a connection of its own; POST where there is a body. @throws Error where there is no answer within ten seconds. */
export function request(url: string, options: Pick<RequestOptions, 'ca' | 'cert' | 'key'> = {}, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const answer = (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    };
    const open = url.startsWith('https:') ? httpsRequest : httpRequest;
    const method = body === undefined ? 'GET' : 'POST';
    open(url, { ...options, agent: false, method, signal: AbortSignal.timeout(10_000) }, answer)
      .on('error', reject)
      .end(body === undefined ? undefined : JSON.stringify(body));
  });
}
