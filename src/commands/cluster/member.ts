import { argument, onlyArgument } from '../../command/arguments.js';
import { CliError, Exit, wrongValue } from '../../command/errors.js';
import { bool, string } from '../../command/flags.js';
import { command } from '../../command/spec.js';
import { peerUrls, UrlError } from '../../go/peer-urls.js';
import { parseUnsigned } from '../../go/strconv.js';

const add = command({
  args: '<memberName> [options]',
  flags: {
    learner: bool('indicates if the new member is raft learner'),
    'peer-urls': string('comma separated peer URLs for the new member.'),
  },
  async run({ args, flags, connect, print, deadline }) {
    const name = newMemberName(args);
    const urls = requireUrls(flags.peerUrls);
    const until = deadline();
    const client = await connect();
    const response = await client.cluster.memberAdd({ peerURLs: checkUrls(urls), isLearner: flags.learner }, { deadline: until });
    await print({ kind: 'member-add', response, name, peerUrls: urls });
  },
});

function newMemberName(args: readonly string[]): string {
  const [name] = args;
  if (name === undefined) throw new CliError('member name not provided', Exit.BadArgs);
  if (args.length === 1) return name;
  const meant = args.filter((arg) => arg.toLowerCase().startsWith('http')).map((url) => `, did you mean --peer-urls=${url}`);
  throw new CliError(`too many arguments${meant.join('')}`, Exit.BadArgs);
}

const remove = command({
  args: '<memberID>',
  argSources: ['member'],
  async run({ args, connect, print, deadline }) {
    const id = memberId(args);
    const until = deadline();
    const client = await connect();
    const response = await client.cluster.memberRemove({ ID: id }, { deadline: until });
    await print({ kind: 'member-change', response, id, verb: 'removed from' });
  },
});

const update = command({
  args: '<memberID> [options]',
  argSources: ['member'],
  flags: { 'peer-urls': string('comma separated peer URLs for the updated member.') },
  async run({ args, flags, connect, print, deadline }) {
    const id = memberId(args);
    const urls = requireUrls(flags.peerUrls);
    const until = deadline();
    const client = await connect();
    const response = await client.cluster.memberUpdate({ ID: id, peerURLs: checkUrls(urls) }, { deadline: until });
    await print({ kind: 'member-change', response, id, verb: 'updated in' });
  },
});

const promote = command({
  args: '<memberID>',
  argSources: ['learner'],
  description: 'Gives a learner its vote.',
  async run({ args, connect, print, deadline }) {
    const id = memberId(args);
    const until = deadline();
    const client = await connect();
    const response = await client.cluster.memberPromote({ ID: id }, { deadline: until });
    await print({ kind: 'member-change', response, id, verb: 'promoted in' });
  },
});

const consistencies: readonly string[] = ['l', 's'];

const list = command({
  description: `Simple output is a line a member, its columns in the order of the table that -w table draws.`,
  flags: { consistency: string('Linearizable(l) or Serializable(s)', { default: 'l', values: consistencies }) },
  async run({ flags: { consistency }, connect, print, deadline }) {
    // Go's text quotes the --consistency of get, whose default is l.
    if (!consistencies.includes(consistency)) throw wrongValue('unknown consistency flag "l"', '--consistency', consistencies);
    const until = deadline();
    const client = await connect();
    const response = await client.cluster.memberList({ linearizable: consistency === 'l' }, { deadline: until });
    await print({ kind: 'member-list', response });
  },
});

/** Decimal, as our messages have ids, from the hexadecimal of the command line. */
function memberId(args: readonly string[]): string {
  const text = onlyArgument(args, 'member ID is not provided');
  return String(
    argument(
      () => parseUnsigned(text, 16),
      (reason) => `bad member ID arg (${reason}), expecting ID in Hex`,
    ),
  );
}

function checkUrls(list: string): string[] {
  try {
    return peerUrls(list);
  } catch (error) {
    if (!(error instanceof UrlError)) throw error;
    throw new CliError(error.message, Exit.Error, { cause: error });
  }
}

function requireUrls(urls: string): string {
  if (urls === '') throw new CliError('member peer urls not provided', Exit.BadArgs);
  return urls;
}

export const member = command({
  args: '<subcommand>',
  description: 'Membership related commands',
  commands: [
    { name: 'add', summary: 'Adds a member into the cluster', load: async () => add },
    { name: 'remove', summary: 'Removes a member from the cluster', load: async () => remove },
    { name: 'update', summary: 'Updates a member in the cluster', load: async () => update },
    { name: 'promote', summary: 'Promotes a non-voting member in the cluster', load: async () => promote },
    { name: 'list', summary: 'Lists all members in the cluster', load: async () => list },
  ],
});
