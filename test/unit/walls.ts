/** A room of `src`: what it holds, and the rooms whose files it may import, types included. */
export interface Room {
  readonly holds: string;
  readonly mayImport: readonly string[];
}

/** From the ground up: each room imports rooms above it in this list only. Files directly in `src` are rooms of their own. */
export const rooms: Readonly<Record<string, Room>> = {
  clock: { holds: 'time', mayImport: [] },
  go: { holds: 'what Go formats and parses its own way: `%q`, durations, flags, errno texts', mayImport: [] },
  proto: { holds: 'codecs that ts-proto generates from `proto/`; never edited', mayImport: [] },
  wire: { holds: 'protobuf as bytes: encoded messages walked without objects', mayImport: [] },
  bolt: { holds: "bbolt's file format; knows no etcd", mayImport: [] },
  kubernetes: {
    holds: "Kubernetes' stored objects: envelope, table, decoding, YAML and JSON, encryption at rest",
    mayImport: ['go', 'wire'],
  },
  http2: { holds: "HTTP/2, the client's side, over a socket of the runtime; knows no gRPC", mayImport: [] },
  grpc: { holds: 'calls, channel, balancer, connection; knows no etcd', mayImport: ['clock', 'go', 'http2'] },
  etcd: {
    holds: 'the library: client, login, retry, range, watch, lease, lock, election, mirror; typed errors',
    mayImport: ['clock', 'proto', 'wire', 'grpc'],
  },
  datadir: { holds: "etcd's files: snapshot status, restore, hashkv", mayImport: ['go', 'proto', 'wire', 'bolt'] },
  host: { holds: 'everything the program may touch: streams, files, signals, programs, prompts', mayImport: ['clock', 'go'] },
  output: {
    holds: 'a reply or a report in, bytes out; `formats/` has one file a format',
    mayImport: ['go', 'proto', 'wire', 'kubernetes', 'etcd'],
  },
  connect: {
    holds: "flags, environment and files to a client: settings, discovery, TLS files, passwords, Go's log lines, KMS plugins",
    mayImport: ['go', 'wire', 'kubernetes', 'grpc', 'etcd', 'host'],
  },
  command: {
    holds: 'what a command is: spec, flags, context, arguments, exit statuses',
    mayImport: ['go', 'grpc', 'etcd', 'host', 'output', 'connect'],
  },
  commands: {
    holds: 'one folder a group, one file a command, its request builder beside it',
    mayImport: ['clock', 'go', 'proto', 'wire', 'grpc', 'etcd', 'datadir', 'host', 'output', 'connect', 'command'],
  },
  cli: {
    holds: 'the engine: command lines to commands by commander, help, completion, the one place where errors become text',
    mayImport: ['go', 'grpc', 'etcd', 'host', 'output', 'connect', 'command'],
  },
  program: {
    holds: 'puts the engine, the commands and the formats together',
    mayImport: ['host', 'output', 'connect', 'command', 'commands', 'cli'],
  },
  main: { holds: 'the process: real host, exit status', mayImport: ['host', 'cli', 'program'] },
};

/** The table of CONTRIBUTING. */
export function formatRooms(): string {
  const rows = Object.entries(rooms).map(
    ([name, { holds, mayImport }]) => `| \`src/${name}\` | ${holds} | ${mayImport.join(', ') || 'nothing of ours'} |`,
  );
  return ['| where | what it holds | may import |', '| --- | --- | --- |', ...rows].join('\n');
}
