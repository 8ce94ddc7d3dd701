/** What a file or what is asked of it fails with; the message says it to the user, in etcd's words where it has any. */
export class DatadirError extends Error {
  override readonly name = 'DatadirError';
}
