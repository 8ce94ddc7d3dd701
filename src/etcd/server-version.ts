import { CliError, Exit } from '../command/errors.js';
import { Code, StatusError } from '../grpc/status.js';
import { describeError } from './errors.js';

/** Server words that a command acts on. */
export const permissionDenied = 'etcdserver: permission denied';
export const rootRoleMissing = 'etcdserver: root user does not have root role';

/**
 * Says which server is needed where this one does not know the call; the error itself stays as Go's client words it.
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
