import { argument } from '../../command/arguments.js';
import { CliError, Exit } from '../../command/errors.js';
import { quote } from '../../go/quote.js';
import { parseInteger } from '../../go/strconv.js';
import { toBytes, toText } from '../../go/text.js';
import { QuoteError, unquote } from '../../go/unquote.js';
import { Compare, Compare_CompareResult, Compare_CompareTarget } from '../../proto/etcdserverpb/rpc.js';

const results: Record<string, Compare_CompareResult> = {
  '=': Compare_CompareResult.EQUAL,
  '!=': Compare_CompareResult.NOT_EQUAL,
  '<': Compare_CompareResult.LESS,
  '>': Compare_CompareResult.GREATER,
};

const integerTargets: Record<string, { target: Compare_CompareTarget; field: 'version' | 'create_revision' | 'mod_revision' }> = {
  ver: { target: Compare_CompareTarget.VERSION, field: 'version' },
  version: { target: Compare_CompareTarget.VERSION, field: 'version' },
  c: { target: Compare_CompareTarget.CREATE, field: 'create_revision' },
  create: { target: Compare_CompareTarget.CREATE, field: 'create_revision' },
  m: { target: Compare_CompareTarget.MOD, field: 'mod_revision' },
  mod: { target: Compare_CompareTarget.MOD, field: 'mod_revision' },
};

/**
 * A compare line of txn, `TARGET("KEY") OP "VALUE"`, contract 2.4.
 * @throws CliError of status 3, also where Go's client crashes
 */
export function parseCompare(line: string): Compare {
  const paren = line.indexOf('(');
  if (paren < 0) throw invalid(`malformed comparison: ${line}`);
  const target = line.slice(0, paren);
  const { key, op, value } = scanCompare(line.slice(paren + 1));
  if (value === undefined) {
    throw invalid(`malformed comparison: ${line}; got ${target}(${quote(key ?? none)}) ${op} ${quote(none)}`);
  }
  return Compare.fromPartial({ key: key ?? none, ...operand(line, target, value), result: compareResult(line, op) });
}

function operand(line: string, target: string, value: Buffer): Partial<Compare> {
  if (target === 'val' || target === 'value') return { target: Compare_CompareTarget.VALUE, value };
  const integer = integerTargets[target];
  if (integer === undefined) {
    const reason = target === 'lease' ? 'a lease cannot be compared; use version, create, mod or value' : `unknown target ${target}`;
    throw invalid(`malformed comparison: ${line} (${reason})`);
  }
  const number = argument(
    () => parseInteger(toText(value)),
    () => `invalid txn compare request: ${line}`,
    Exit.InvalidInput,
  );
  return { target: integer.target, [integer.field]: String(number) };
}

function compareResult(line: string, op: string): Compare_CompareResult {
  const result = results[op];
  if (result === undefined) throw invalid(`malformed comparison: ${line} (unknown operator ${op}; use =, !=, < or >)`);
  return result;
}

interface Scanned {
  readonly key: Buffer | undefined;
  readonly op: string;
  /** undefined where the line does not have the form. */
  readonly value: Buffer | undefined;
}

/** `"KEY") OP "VALUE"` as Go's Sscanf takes `%q) %s %q`: what was scanned before the first misfit is kept, the rest of the line ignored. */
function scanCompare(text: string): Scanned {
  const key = scanQuoted(text);
  if (key === undefined) return { key: undefined, op: '', value: undefined };
  const op = /^\)[ \t]+(\S+)/.exec(key.rest);
  if (op === null) return { key: key.value, op: '', value: undefined };
  const value = scanQuoted(key.rest.slice(op[0].length));
  return { key: key.value, op: op[1] ?? '', value: value?.value };
}

function scanQuoted(text: string): { value: Buffer; rest: string } | undefined {
  const quoted = /^[ \t]*("(?:[^"\\]|\\.)*"|`[^`]*`)/.exec(text);
  if (quoted?.[1] === undefined) return undefined;
  try {
    // Sscanf reads runes: a byte that is no UTF-8 is U+FFFD by then, in back quotes too.
    return { value: toBytes(unquote(Buffer.from(quoted[1]).toString())), rest: text.slice(quoted[0].length) };
  } catch (error) {
    if (error instanceof QuoteError) return undefined;
    throw error;
  }
}

const none = Buffer.alloc(0);

function invalid(message: string): CliError {
  return new CliError(message, Exit.InvalidInput);
}
