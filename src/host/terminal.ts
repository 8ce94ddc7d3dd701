import { toText } from '../go/text.js';
import type { Host, Output } from './host.js';

/**
 * What a terminal would obey becomes visible: the control characters of ASCII as `\x1b`, DEL and C1 as `\u009b`, a byte that isn't UTF-8 as
 * `\xff`. Tab and newline stay, so that a value's own lines do. JSON stays JSON, whose strings have only the second kind left. A backslash
 * stays too: what has to be told apart is printed with --hex or --raw.
 */
export function escapeControls(data: string | Uint8Array): string {
  const text = typeof data === 'string' ? data : toText(data);
  return text.replace(control, (character) => {
    const code = character.charCodeAt(0);
    const isByte = code < 0x20 || code > 0x9f;
    return isByte ? `\\x${hex(code & 0xff, 2)}` : `\\u${hex(code, 4)}`;
  });
}

// The last range is that of bytes that aren't UTF-8, see go/text.ts.
const control = /[^\P{Cc}\t\n]|[\udc80-\udcff]/gu;

const hex = (value: number, width: number) => value.toString(16).padStart(width, '0');

/** Writes to a terminal what can't steer it; to a pipe or a file what it is given. */
class GuardedOutput implements Output {
  readonly direct: Output;

  constructor(direct: Output) {
    this.direct = direct;
  }

  get isTTY(): boolean {
    return this.direct.isTTY;
  }

  get columns(): number | undefined {
    return this.direct.columns;
  }

  write(data: string | Uint8Array): Promise<void> {
    return this.direct.write(this.isTTY ? escapeControls(data) : data);
  }
}

/** The host with its terminals guarded against what comes from servers, unless the program is the drop-in, which writes what Go's does. */
export function guardTerminals(host: Host): Host {
  if (host.program === 'etcdctl') return host;
  return {
    program: host.program,
    env: host.env,
    stdin: host.stdin,
    stdout: new GuardedOutput(host.stdout),
    stderr: new GuardedOutput(host.stderr),
    clock: host.clock,
    files: host.files,
    dns: () => host.dns(),
    onSignal: (signals, callback) => host.onSignal(signals, callback),
    spawn: (command, args, env) => host.spawn(command, args, env),
    askSecret: (prompt) => host.askSecret(prompt),
  };
}

/** The output itself, for control characters of our own. */
export function unguarded(output: Output): Output {
  return output instanceof GuardedOutput ? output.direct : output;
}
