import { describeError } from '../etcd/errors.js';
import { Code, StatusError } from '../grpc/status.js';
import { CliError, Exit } from './errors.js';

/**
 * Says which server is needed where this one doesn't know the call; the error itself stays as Go's client words it.
 * @param version of the first servers that know it
 */
export async function sinceServer<T>(version: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== Code.Unimplemented) throw error;
    throw new CliError(describeError(error), Exit.Error, { cause: error, hint: `this needs a server of etcd ${version} or later` });
  }
}
