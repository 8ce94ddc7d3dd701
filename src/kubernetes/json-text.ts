import { DecodeError, JsonNumber, type Members, maxDepth, type Tree } from './tree.js';

/**
 * Reads JSON as Go does. Unlike JSON.parse it keeps numbers as they are written and every name; of a name that comes twice the last counts.
 * @throws DecodeError
 */
export function parseJson(text: string): Tree {
  return new JsonReader(text).read();
}

/** The text without blanks between its tokens and with the escapes of Go's encoder, as `json.RawMessage` is written. It must be JSON. */
export function compactJson(text: string): string {
  if (!/[\s<>&\u2028\u2029]/.test(text)) return text;
  let compact = '';
  let from = 0;
  for (let at = 0; at < text.length; ) {
    const unit = text.charCodeAt(at);
    const next = unit === Quote ? endOfString(text, at) : at + 1;
    if (isBlank(unit)) {
      compact += text.slice(from, at);
      from = next;
    }
    at = next;
  }
  compact += text.slice(from);
  return compact.replace(/[<>&\u2028\u2029]/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const Quote = 0x22;
const Backslash = 0x5c;

const isBlank = (unit: number) => unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;

/** Behind the string that begins at `at`, or the end of the text. */
function endOfString(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end++) {
    const unit = text.charCodeAt(end);
    if (unit === Quote) return end + 1;
    if (unit === Backslash) end++;
  }
  return text.length;
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** What a string has that isn't itself. */
const special = /[^ -[\]-\uffff]/;

class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Tree {
    const tree = this.#value(0);
    this.#skip();
    if (this.#at < this.#text.length) throw this.#fail();
    return tree;
  }

  #value(depth: number): Tree {
    if (depth > maxDepth) throw new DecodeError(`JSON nested deeper than ${maxDepth}`);
    this.#skip();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#members(depth);
      case '[':
        return this.#list(depth);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #members(depth: number): Members {
    const members: Members = new Map();
    this.#at++;
    if (this.#take('}')) return members;
    do {
      this.#skip();
      const name = this.#string();
      if (!this.#take(':')) throw this.#fail();
      members.set(name, this.#value(depth + 1));
    } while (this.#take(','));
    if (!this.#take('}')) throw this.#fail();
    return members;
  }

  #list(depth: number): Tree[] {
    const items: Tree[] = [];
    this.#at++;
    if (this.#take(']')) return items;
    do items.push(this.#value(depth + 1));
    while (this.#take(','));
    if (!this.#take(']')) throw this.#fail();
    return items;
  }

  #string(): string {
    const from = this.#at;
    if (this.#text.charCodeAt(from) !== Quote) throw this.#fail();
    const to = endOfString(this.#text, from);
    const text = this.#text.slice(from + 1, to - 1);
    this.#at = to;
    if (this.#text.charCodeAt(to - 1) === Quote && to > from + 1 && !special.test(text)) return text;
    try {
      return JSON.parse(this.#text.slice(from, to)) as string;
    } catch {
      throw this.#fail();
    }
  }

  #number(): Tree {
    const text = this.#match(number);
    if (text === undefined) throw this.#fail();
    return text.length < 16 && /^(?:-?[1-9]\d*|0)$/.test(text) ? Number(text) : new JsonNumber(text);
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.#fail();
    this.#at += word.length;
    return value;
  }

  /** Whether the next token is this one, which is then passed. */
  #take(token: string): boolean {
    this.#skip();
    if (this.#text[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #skip(): void {
    while (isBlank(this.#text.charCodeAt(this.#at))) this.#at++;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #fail(): DecodeError {
    return new DecodeError(`no JSON at character ${this.#at}`);
  }
}
