import { kubernetesNumber, yamlNumber } from './number.js';
import { checkLength, isMembers, JsonNumber, JsonText, type Members, type Tree } from './tree.js';
import { sortKeys } from './yaml-order.js';
import { analyzeScalar, isBreak, isOtherType, isPrintable, isSimple, type ScalarForms } from './yaml-scalar.js';

/**
 * The text of sigs.k8s.io/yaml, so of `kubectl -o yaml`: go-yaml's, which is libyaml's emitter. What go-yaml refuses, control characters, is
 * escaped.
 * @throws DecodeError for a text that is too long
 */
export function toYaml(tree: Tree): string {
  const writer = new YamlWriter();
  writer.node(tree, { mapping: false, key: false });
  return writer.end();
}

/** Where a node stands. */
interface Place {
  readonly mapping: boolean;
  /** A key on one line with its value. */
  readonly key: boolean;
}

const inSequence: Place = { mapping: false, key: false };
const inMapping: Place = { mapping: true, key: false };
const simpleKey: Place = { mapping: true, key: true };

const indentWidth = 2;
/** Characters of a line behind which a text is folded at the next blank. */
const bestWidth = 80;
/** Bytes of a key that may stand on a line with its value. */
const maxSimpleKey = 128;

/** Names and meanings of the state are libyaml's. */
class YamlWriter {
  #text = '';
  #column = 0;
  #indent = -1;
  /** Whether what was written last was a blank or an indicator that needs none behind it. */
  #whitespace = true;
  /** Whether the line has nothing but indentation. */
  #indention = true;

  end(): string {
    this.#indent = -1;
    this.#writeIndent();
    return this.#text;
  }

  node(tree: Tree, place: Place): void {
    if (typeof tree === 'string') this.#string(foldNextLines(tree), place);
    else if (typeof tree !== 'object' || tree === null) this.#word(String(tree));
    else if (tree instanceof JsonText) this.node(tree.tree, place);
    else if (tree instanceof JsonNumber) this.#word(yamlNumber(kubernetesNumber(tree.text)));
    else if (isMembers(tree)) this.#mapping(tree);
    else this.#sequence(tree, place);
  }

  #sequence(items: readonly Tree[], { mapping }: Place): void {
    if (items.length === 0) {
      this.#word('[]');
      return;
    }
    const before = this.#indent;
    // A list stands at the indentation of the key that it belongs to.
    if (before < 0) this.#indent = 0;
    else if (!mapping || this.#indention) this.#indent += indentWidth;
    for (const item of items) {
      this.#writeIndent();
      this.#indicator('-', true);
      this.node(item, inSequence);
    }
    this.#indent = before;
  }

  #mapping(members: Members): void {
    if (members.size === 0) {
      this.#word('{}');
      return;
    }
    const before = this.#indent;
    this.#indent = before < 0 ? 0 : before + indentWidth;
    for (const key of sortKeys(members)) {
      this.#writeIndent();
      const value = members.get(key) as Tree;
      if (isSimpleKey(key)) {
        this.#string(key, simpleKey);
        this.#put(':');
        this.#whitespace = false;
        this.#indention = false;
      } else {
        this.#indicator('?', true);
        this.#string(key, inMapping);
        this.#writeIndent();
        this.#indicator(':', true);
      }
      this.node(value, inMapping);
    }
    this.#indent = before;
  }

  #string(given: string, { key }: Place): void {
    if (isSimple(given)) {
      this.#word(given);
      return;
    }
    // Halves of a character are U+FFFD in Go's JSON.
    const text = /[\ud800-\udfff]/.test(given) ? Buffer.from(given).toString() : given;
    const before = this.#indent;
    this.#indent = before < 0 ? indentWidth : before + indentWidth;
    const forms = analyzeScalar(text);
    switch (chooseStyle(text, forms, key)) {
      case 'plain':
        this.#plain(text, key);
        break;
      case 'single':
        this.#singleQuoted(text, key);
        break;
      case 'double':
        this.#doubleQuoted(text, key);
        break;
      case 'literal':
        this.#literal(text);
    }
    this.#indent = before;
  }

  #plain(text: string, key: boolean): void {
    this.#blank();
    this.#folded(text, key, false);
    this.#whitespace = false;
    this.#indention = false;
  }

  #singleQuoted(text: string, key: boolean): void {
    this.#indicator("'", false);
    this.#folded(text, key, true);
    this.#put("'");
    this.#whitespace = false;
    this.#indention = false;
  }

  /** Writes a text that needs no escapes but for the quote doubled, folded behind the best width. */
  #folded(text: string, key: boolean, quoted: boolean): void {
    if (this.#column + text.length <= bestWidth && !hasBreak.test(text)) {
      this.#put(quoted ? text.replaceAll("'", "''") : text);
      return;
    }
    let spaces = false;
    let breaks = false;
    for (let at = 0; at < text.length; at++) {
      const character = text[at] as string;
      if (character === ' ') {
        const within = !quoted || (at > 0 && at < text.length - 1);
        if (!key && !spaces && within && this.#column > bestWidth && text[at + 1] !== ' ') this.#writeIndent();
        else this.#put(' ');
        spaces = true;
      } else if (isBreak(character)) {
        this.#put(character);
        this.#column = 0;
        this.#indention = true;
        breaks = true;
      } else {
        if (breaks) this.#writeIndent();
        this.#put(quoted && character === "'" ? "''" : character);
        this.#indention = false;
        spaces = false;
        breaks = false;
      }
    }
  }

  #doubleQuoted(text: string, key: boolean): void {
    this.#indicator('"', false);
    // go-yaml looks for a byte order mark at the start of the text whichever character it writes.
    const escapeAll = text.startsWith('\ufeff');
    let spaces = false;
    const characters = Array.from(text);
    for (const [at, character] of characters.entries()) {
      if (escapeAll || needsEscape(character)) {
        this.#put(escapeOf(character));
        spaces = false;
      } else if (character === ' ') {
        if (!key && !spaces && this.#column > bestWidth && at > 0 && at < characters.length - 1) {
          this.#writeIndent();
          if (characters[at + 1] === ' ') this.#put('\\');
        } else {
          this.#put(' ');
        }
        spaces = true;
      } else {
        this.#put(character);
        spaces = false;
      }
    }
    this.#put('"');
    this.#whitespace = false;
    this.#indention = false;
  }

  #literal(text: string): void {
    this.#indicator('|', false);
    const first = text[0] as string;
    if (first === ' ' || isBreak(first)) this.#put(String(indentWidth));
    if (!isBreak(text.at(-1) as string)) this.#put('-');
    else if (text.length === 1 || isBreak(text.at(-2) as string)) this.#put('+');
    this.#newLine();
    this.#indention = true;
    this.#whitespace = true;
    for (const line of text.split(/(?<=[\n\u2028\u2029])/)) {
      const end = isBreak(line.at(-1) as string) ? line.length - 1 : line.length;
      if (end > 0) {
        this.#writeIndent();
        this.#put(line.slice(0, end));
        this.#indention = false;
      }
      if (end === line.length) break;
      this.#text += line[end];
      this.#column = 0;
      this.#indention = true;
    }
  }

  /** A text on its own that needs no quotes. */
  #word(text: string): void {
    this.#blank();
    this.#put(text);
    this.#whitespace = false;
    this.#indention = false;
  }

  #indicator(text: string, isIndention: boolean): void {
    this.#blank();
    this.#put(text);
    this.#whitespace = false;
    this.#indention = this.#indention && isIndention;
  }

  #blank(): void {
    if (!this.#whitespace) this.#put(' ');
  }

  #writeIndent(): void {
    const indent = Math.max(this.#indent, 0);
    if (!this.#indention || this.#column > indent || (this.#column === indent && !this.#whitespace)) this.#newLine();
    if (this.#column < indent) {
      this.#text += ' '.repeat(indent - this.#column);
      this.#column = indent;
    }
    this.#whitespace = true;
    this.#indention = true;
  }

  #newLine(): void {
    checkLength(this.#text);
    this.#text += '\n';
    this.#column = 0;
  }

  /** Characters beyond 16 bits are only written escaped. */
  #put(text: string): void {
    this.#text += text;
    this.#column += text.length;
  }
}

/**
 * sigs.k8s.io/yaml reads Go's JSON as YAML, which takes the character U+0085 in a string for the end of a line, to be folded.
 */
const foldNextLines = (text: string) =>
  text.includes('\u0085') ? text.replace(/ *\u0085[ \u0085]*/g, (found) => '\n'.repeat(found.split('\u0085').length - 2) || ' ') : text;

type Style = 'plain' | 'single' | 'double' | 'literal';

function chooseStyle(text: string, { multiline, plain, singleQuoted, literal }: ScalarForms, key: boolean): Style {
  if (key && multiline) return 'double';
  if (text.includes('\n')) return literal && !key ? 'literal' : 'double';
  if (isOtherType(text)) return 'double';
  if (plain && !(text === '' && key)) return 'plain';
  return singleQuoted ? 'single' : 'double';
}

const hasBreak = /[\r\n\u0085\u2028\u2029]/;

function isSimpleKey(key: string): boolean {
  if (isSimple(key)) return key.length <= maxSimpleKey;
  return !hasBreak.test(key) && Buffer.byteLength(key) <= maxSimpleKey;
}

function needsEscape(character: string): boolean {
  return character === '"' || character === '\\' || !isPrintable(character.charCodeAt(0)) || isBreak(character);
}

const escapes: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\u0085': 'N',
  '\u00a0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
};

function escapeOf(character: string): string {
  const short = escapes[character];
  if (short !== undefined) return `\\${short}`;
  const rune = character.codePointAt(0) ?? 0;
  const [letter, width] = rune <= 0xff ? ['x', 2] : rune <= 0xffff ? ['u', 4] : ['U', 8];
  return `\\${letter}${rune
    .toString(16)
    .toUpperCase()
    .padStart(width as number, '0')}`;
}
