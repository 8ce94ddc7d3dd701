import type { CommandLine } from './line.js';
import type { Answer } from './run.js';

/** A line of docs/differences.md that random runs meet: the answers without what it allows to differ. */
interface Difference {
  readonly name: string;
  applies(line: CommandLine, go: Answer, ours: Answer): boolean;
  /** What still has to be the same. */
  reduce(answer: Answer): Answer;
}

const says = (word: string) => (line: CommandLine) => line.words.some((given) => given.length > 1 && word.startsWith(given));
const onErr = (keep: (line: string) => boolean) => (answer: Answer) => ({ ...answer, err: answer.err.split('\n').filter(keep).join('\n') });
const nothing = (): Answer => ({ out: '', err: '', status: 0, isInterrupted: false });
/** Commands, and groups of them, whose arguments are completed from the cluster. */
const completed = ['get', 'put', 'del', 'watch', 'lock', 'elect', 'move-leader'];
const completedGroups = ['user', 'role', 'member', 'lease'];
const isCompletion = ({ words: [first = ''] }: CommandLine) => first.startsWith('__complete');

const differences: readonly Difference[] = [
  {
    name: 'a crash is no answer',
    applies: (_, go, ours) => /^(panic|fatal error): /m.test(go.err) && ours.status !== 0 && /^Error: /m.test(ours.err),
    reduce: nothing,
  },
  {
    name: 'a bound where Go hangs without end',
    applies: (_, go, ours) => go.status === 'SIGINT' && ours.status === 1 && ours.err.endsWith('Error: context deadline exceeded\n'),
    reduce: nothing,
  },
  {
    name: 'an interrupt that is cleaned up after',
    applies: (_, go, ours) => go.status === 'SIGINT' && ours.status === 130,
    reduce: (answer) => ({ ...answer, status: 130 }),
  },
  {
    name: '--debug tells no secrets and nothing of gRPC',
    applies: ({ words, env }) => words.some((word) => word.startsWith('--debug')) || env.some(([name]) => name === 'ETCDCTL_DEBUG'),
    reduce: onErr((line) => /^(ETCDCTL_|Error: )/.test(line) && !/^ETCDCTL_(PASSWORD|USER|AUTH_JWT_TOKEN)=/.test(line)),
  },
  {
    name: 'make-mirror copies in transactions',
    applies: says('make-mirror'),
    reduce: (answer) => ({ ...answer, err: answer.err.replaceAll('KV/Put"', 'KV/Txn"').replace(/(larger than max \()\d+/g, '$1') }),
  },
  {
    name: 'no log line for what is no request',
    applies: (_, { err }) => err.includes('string field contains invalid UTF-8'),
    reduce: onErr((line) => !line.startsWith('{"level":') || !line.includes('invalid UTF-8')),
  },
  {
    name: 'a format that an answer has not, in the words of the others',
    applies: (_, { err }) => err.includes('Error: marshal unsupported for type '),
    reduce: onErr((line) => !line.startsWith('Error: ')),
  },
  {
    name: 'longer help in our own words',
    applies: (_, go, ours) => go.out.includes('Usage:\n') && ours.out.includes('Usage:\n'),
    reduce: (answer) => ({ ...answer, out: answer.out.slice(answer.out.indexOf('Usage:\n')) }),
  },
  {
    name: "a completion script of the project's own",
    applies: (line, go, ours) => says('completion')(line) && go.status === 0 && ours.status === 0,
    reduce: nothing,
  },
  {
    name: 'completion of what the cluster has',
    applies: (line) =>
      isCompletion(line) &&
      (completed.some((name) => line.words.includes(name)) ||
        // Behind a sub-command's name.
        (line.words.length > 3 && completedGroups.some((name) => line.words.includes(name)))),
    reduce: ({ status }) => ({ ...nothing(), status }),
  },
  {
    name: 'completion of global flags',
    applies: (line) => isCompletion(line) && (line.words.at(-1) ?? '').startsWith('--'),
    reduce: (answer) => ({ ...answer, out: answer.out.replace(/^--.*\n/gm, '') }),
  },
];

export const findDifferences = (line: CommandLine, go: Answer, ours: Answer): readonly Difference[] =>
  differences.filter(({ applies }) => applies(line, go, ours));
