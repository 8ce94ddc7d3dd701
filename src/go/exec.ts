/** What Go's package syscall calls the signals that commonly end a program. */
const signals: Readonly<Record<string, string>> = {
  SIGHUP: 'hangup',
  SIGINT: 'interrupt',
  SIGQUIT: 'quit',
  SIGILL: 'illegal instruction',
  SIGTRAP: 'trace/breakpoint trap',
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGKILL: 'killed',
  SIGUSR1: 'user defined signal 1',
  SIGSEGV: 'segmentation fault',
  SIGUSR2: 'user defined signal 2',
  SIGPIPE: 'broken pipe',
  SIGALRM: 'alarm clock',
  SIGTERM: 'terminated',
  SIGXCPU: 'CPU time limit exceeded',
  SIGXFSZ: 'file size limit exceeded',
  SIGVTALRM: 'virtual timer expired',
  SIGPROF: 'profiling timer expired',
  SIGSYS: 'bad system call',
};

/** How a program ended: by itself with a status, or by a signal. */
interface Ending {
  readonly code: number | undefined;
  readonly signal: string | undefined;
}

/** How Go's package os/exec says that a program failed: `exit status 1`, `signal: killed`; undefined where it didn't. */
export function describeExit({ code, signal }: Ending): string | undefined {
  if (signal !== undefined) return `signal: ${signals[signal] ?? signal}`;
  return code === 0 ? undefined : `exit status ${code}`;
}
