import { CliError, Exit } from '../errors.js';
import { parseInt64 } from '../go/number.js';
import { quoteText } from '../go/quote.js';
import { unquotePrefix } from '../go/unquote.js';
import { Compare, Compare_CompareResult, Compare_CompareTarget } from '../proto/etcdserverpb/rpc.js';

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
  const { key, op, value, whole } = scanCompare(line.slice(paren + 1));
  if (!whole) throw invalid(`malformed comparison: ${line}; got ${target}(${quoteText(key)}) ${op} ${quoteText(value)}`);
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  const integer = integerTargets[target];
  if (integer === undefined && target !== 'val' && target !== 'value') {
    throw invalid(
      target === 'lease'
        ? `malformed comparison: ${line} (a lease cannot be compared, only version, create, mod and value)`
        : `malformed comparison: ${line} (unknown target ${target})`,
    );
  }
  const number = integer && parseInt64(value, 10);
  if (number instanceof Error) throw invalid(`invalid txn compare request: ${line}`);
  const result = results[op];
  if (result === undefined) throw invalid(`malformed comparison: ${line} (unknown operator ${op}, only =, !=, < and >)`);
  const operand = integer
    ? { target: integer.target, [integer.field]: String(number) }
    : { target: Compare_CompareTarget.VALUE, value: bytes(value) };
  return Compare.fromPartial({ result, key: bytes(key), ...operand });
}
