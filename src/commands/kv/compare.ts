import { argument } from '../../command/arguments.js';
import { CliError, Exit } from '../../command/errors.js';
import { type Extendable, isOffered } from '../../command/extension.js';
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

interface IntegerTarget extends Extendable {
  readonly target: Compare_CompareTarget;
  readonly field: 'version' | 'create_revision' | 'mod_revision' | 'lease';
  readonly base: 10 | 16;
}

const version: IntegerTarget = { target: Compare_CompareTarget.VERSION, field: 'version', base: 10 };
const create: IntegerTarget = { target: Compare_CompareTarget.CREATE, field: 'create_revision', base: 10 };
const mod: IntegerTarget = { target: Compare_CompareTarget.MOD, field: 'mod_revision', base: 10 };
/** As the clients that come after 3.7.1 take it, which crashes here. */
const lease: IntegerTarget = { target: Compare_CompareTarget.LEASE, field: 'lease', base: 16, extension: true };

const integerTargets: Readonly<Record<string, IntegerTarget>> = { ver: version, version, c: create, create, m: mod, mod, lease };

/**
 * A compare line of txn, `TARGET("KEY") OP "VALUE"`, contract 2.4.
 * @param program the name that it was called by
 * @throws CliError of status 3, also where Go's client crashes
 */
export function parseCompare(line: string, program: string): Compare {
  const paren = line.indexOf('(');
  if (paren < 0) throw invalid(`malformed comparison: ${line}`);
  const target = line.slice(0, paren);
  const { key, op, value } = scanCompare(line.slice(paren + 1));
  if (value === undefined) {
    throw invalid(`malformed comparison: ${line}; got ${target}(${quote(key ?? none)}) ${op} ${quote(none)}`);
  }
  return Compare.fromPartial({ key: key ?? none, ...operand(line, target, value, program), result: compareResult(line, op) });
}

function operand(line: string, target: string, value: Buffer, program: string): Partial<Compare> {
  if (target === 'val' || target === 'value') return { target: Compare_CompareTarget.VALUE, value };
  const integer = Object.hasOwn(integerTargets, target) ? integerTargets[target] : undefined;
  if (integer === undefined) throw invalid(`malformed comparison: ${line} (unknown target ${target})`);
  if (!isOffered(integer, program)) {
    throw invalid(`malformed comparison: ${line} (a lease cannot be compared; use version, create, mod or value)`);
  }
  const number = argument(
    () => parseInteger(toText(value), integer.base),
    () => `invalid txn compare request: ${line}`,
    Exit.InvalidInput,
  );
  return { target: integer.target, [integer.field]: String(number) };
}

function compareResult(line: string, op: string): Compare_CompareResult {
  const result = Object.hasOwn(results, op) ? results[op] : undefined;
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
