import { get as httpGet, type IncomingMessage } from 'node:http';
import { get as httpsGet, type RequestOptions } from 'node:https';
import { quote } from '../go/quote.js';
import { errnoText, isSystemError } from '../go/syserror.js';
import { systemRoots } from '../grpc/roots.js';
import type { Host } from '../host/host.js';
import { MetricsError, SettingsError } from './errors.js';
import type { ClientConfig } from './settings.js';
import { loadTls } from './tls.js';

const residentMemory = 'process_resident_memory_bytes';

/**
 * The memory that the server behind the first endpoint says to use, bytes, from its Prometheus metrics.
 * @throws MetricsError with the texts of contract 7.4
 */
export async function readResidentMemory({ endpoints, tls }: ClientConfig, host: Host): Promise<number> {
  const [endpoint = ''] = endpoints;
  const url = `${/^https?:\/\//.test(endpoint) ? endpoint : `http://${endpoint}`}/metrics`;
  const text = await fetchText(url, url.startsWith('https://') ? await tlsOptions(tls, host) : undefined);
  const value = text
    .split('\n')
    .find((line) => line.startsWith(residentMemory))
    ?.slice(residentMemory.length)
    .trim();
  if (!value) throw new MetricsError(`could not find: ${residentMemory}`);
  const bytes = Number(value);
  if (Number.isNaN(bytes)) throw new MetricsError(`parse error: strconv.ParseFloat: parsing ${quote(value)}: invalid syntax`);
  return bytes;
}

/** A client certificate is a must, and --cacert has no say: so has it Go's client. */
async function tlsOptions(tls: ClientConfig['tls'], host: Host): Promise<RequestOptions> {
  const { cert = '', key = '', skipVerify = false } = tls ?? {};
  try {
    if (cert === '') throw new SettingsError('open : no such file or directory');
    const { client, rejectUnauthorized } = await loadTls({ cacert: '', cert, key, skipVerify }, host);
    return { ...(await client?.()), rejectUnauthorized, ca: await systemRoots(host.env) };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new MetricsError(`client certificate error: ${error.message}`, { cause: error });
  }
}

async function fetchText(url: string, tls: RequestOptions | undefined): Promise<string> {
  let response: IncomingMessage;
  try {
    response = await request(url, tls);
  } catch (error) {
    throw new MetricsError(`fetch error: Get ${quote(url)}: ${describe(error)}`, { cause: error });
  }
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('latin1');
  } catch (error) {
    throw new MetricsError(`fetch error: reading ${url}: ${describe(error)}`, { cause: error });
  }
}

function request(url: string, tls: RequestOptions | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // No agent: the connection ends with the answer.
    const asked = tls ? httpsGet(url, { ...tls, agent: false }, resolve) : httpGet(url, { agent: false }, resolve);
    asked.on('error', reject);
  });
}

/** In Go's words where the network failed. */
function describe(error: unknown): string {
  if (!isSystemError(error)) return error instanceof Error ? error.message : String(error);
  const { address, port } = error as { address?: string; port?: number };
  return address === undefined ? errnoText(error.code) : `dial tcp ${address}:${port}: ${error.syscall}: ${errnoText(error.code)}`;
}
