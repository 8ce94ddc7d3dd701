import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Kills what is left and removes what is left when this process ends, however it ends: a small shell reads our end of a pipe, in a process
 * group of its own, which neither Ctrl-C nor a runner that kills its workers reaches.
 */
const script = `
trap '' INT TERM HUP
pids=' '; directories=''
while read -r verb value; do
  case $verb in
    pid) pids="$pids$value " ;;
    gone) case $pids in *" $value "*) pids="\${pids%% $value *} \${pids#* $value }" ;; esac ;;
    directory) directories="$directories
$value" ;;
  esac
done
for pid in $pids; do kill -9 "$pid" 2>/dev/null && sleep 0.1; done
printf '%s\\n' "$directories" | while read -r directory; do [ -z "$directory" ] || rm -rf "$directory"; done
`;

let guard: ChildProcess | undefined;

function tell(line: string): void {
  if (guard === undefined) {
    guard = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    guard.unref();
    guard.stdin?.on('error', () => undefined);
    (guard.stdin as unknown as { unref(): void }).unref();
  }
  guard.stdin?.write(`${line}\n`);
}

/** Kills the process at the end; returns what to call once it has ended by itself, since its id may then become another's. */
export function guardProcess(pid: number): () => void {
  tell(`pid ${pid}`);
  return () => tell(`gone ${pid}`);
}

/** Removes the folder at the end, should it still be there. */
export function guardDirectory(directory: string): void {
  tell(`directory ${directory}`);
}
