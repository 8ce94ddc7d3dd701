/**
 * How go-yaml (goyaml.v2 of sigs.k8s.io/yaml) may write a string: the rules of libyaml's yaml_emitter_analyze_scalar, and of what YAML 1.1 would
 * read as something else than a string.
 */
export interface ScalarForms {
  readonly multiline: boolean;
  readonly plain: boolean;
  readonly singleQuoted: boolean;
  /** `|` */
  readonly literal: boolean;
}

/** A text that may stand as it is in all places, and that no rule below has anything to say about. */
const simple = /^[A-Za-z/_](?:[\w./@,=+-]|:(?=[\w./]))*$/;

export const isSimple = (text: string) => simple.test(text) && (text.length > 5 || !words.has(text));

const leadingIndicators = '#,[]{}&*!|>\'"%@`';

export function analyzeScalar(text: string): ScalarForms {
  if (text === '') return { multiline: false, plain: true, singleQuoted: true, literal: false };
  let indicators = text.startsWith('---') || text.startsWith('...');
  let multiline = false;
  let special = false;
  let spaceThenBreak = false;
  let breakThenSpace = false;
  let previous = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    const next = text[at + 1];
    const blankNext = next === undefined || next === ' ' || next === '\t';
    if (at === 0) {
      if (leadingIndicators.includes(character) || ('?:-'.includes(character) && blankNext)) indicators = true;
    } else if ((character === ':' && blankNext) || (character === '#' && isBlank(previous))) {
      indicators = true;
    }
    if (!isPrintable(character.charCodeAt(0))) special = true;
    if (character === ' ' && isBreak(previous)) breakThenSpace = true;
    if (isBreak(character)) {
      multiline = true;
      if (previous === ' ') spaceThenBreak = true;
    }
    previous = character;
  }
  const edge = /^[ \r\n\u0085\u2028\u2029]|[ \r\n\u0085\u2028\u2029]$/.test(text);
  const quotedOnly = spaceThenBreak || special;
  return {
    multiline,
    plain: !edge && !breakThenSpace && !quotedOnly && !multiline && !indicators,
    singleQuoted: !breakThenSpace && !quotedOnly,
    literal: !text.endsWith(' ') && !quotedOnly,
  };
}

export const isBreak = (character: string) =>
  character === '\n' || character === '\r' || character === '\u0085' || character === '\u2028' || character === '\u2029';

const isBlank = (character: string) => character === ' ' || character === '\t' || character === '\0' || isBreak(character);

/** Of a UTF-16 unit: characters beyond the 16 bits are not printable to go-yaml. */
export function isPrintable(unit: number): boolean {
  if (unit < 0x7f) return unit >= 0x20 || unit === 0x0a;
  return unit >= 0xa0 && (unit < 0xd800 || unit > 0xdfff) && unit !== 0xfeff && unit < 0xfffe;
}

/** What go-yaml's resolve.go has a value for. */
const words = new Set(
  (
    'y Y yes Yes YES true True TRUE on On ON n N no No NO false False FALSE off Off OFF ~ null Null NULL ' +
    '.nan .NaN .NAN .inf .Inf .INF +.inf +.Inf +.INF -.inf -.Inf -.INF'
  ).split(' '),
);

/** Whether a reader of YAML 1.1 would take a plain text for a null, boolean, number or time, or a number of base 60. */
export function isOtherType(text: string): boolean {
  if (text === '' || words.has(text)) return true;
  const first = text[0] as string;
  if (first === '.') return isFloat(text, /^\.\d+(?:[eE][-+]?\d+)?$/);
  if (!/[-+\d]/.test(first)) return false;
  return isTimestamp(text) || isNumber(text.replaceAll('_', '')) || base60.test(text);
}

const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

function isNumber(text: string): boolean {
  const integer = /^([-+]?)(0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9]\d*)$/.exec(text);
  if (integer !== null) {
    const [, sign, digits = ''] = integer;
    const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
    if (value <= (sign === '-' ? 1n << 63n : (1n << (sign === '' ? 64n : 63n)) - 1n)) return true;
  }
  // Go reads the sign behind `0b` too.
  if (/^0b[-+][01]+$/.test(text)) return fits(text.slice(3), text[2] === '-');
  return isFloat(text, /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/);
}

const fits = (digits: string, negative: boolean) => BigInt(`0b${digits}`) <= (negative ? 1n << 63n : (1n << 63n) - 1n);

/** Beyond a float64 it is none to Go. */
const isFloat = (text: string, form: RegExp) => form.test(text) && Number.isFinite(Number(text));

const timestamps = [
  /^(\d{4})-(\d\d?)-(\d\d?)[Tt](\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(?:Z|[-+](\d\d):(\d\d))$/,
  /^(\d{4})-(\d\d?)-(\d\d?) +(\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?$/,
  /^(\d{4})-(\d\d?)-(\d\d?)$/,
];

/** As Go's time.Parse has it. */
function isTimestamp(text: string): boolean {
  for (const form of timestamps) {
    const match = form.exec(text);
    if (match === null) continue;
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offsetHour = 0, offsetMinute = 0] = match
      .slice(1)
      .map((part: string | undefined) => Number(part ?? 0));
    return isDay(year, month, day) && hour < 24 && minute < 60 && second < 60 && offsetHour <= 24 && offsetMinute <= 60;
  }
  return false;
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);
}
