import { command } from '../../command/spec.js';

export const options = command({
  run: ({ host, manual }) => host.stdout.write(`The following options can be passed to any command:\n\n${manual.globalFlags()}`),
});
