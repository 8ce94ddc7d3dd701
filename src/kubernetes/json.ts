import { jsonString } from '../go/json.js';
import { kubernetesNumber } from './number.js';
import { checkLength, compareBytes, isMembers, JsonNumber, JsonText, type Tree } from './tree.js';

/** The object as the API answers it: members in the order they have, nothing between the tokens. */
export function toJson(tree: Tree): string {
  if (typeof tree === 'string') return stringText(tree);
  if (typeof tree !== 'object' || tree === null) return String(tree);
  if (tree instanceof JsonText || tree instanceof JsonNumber) return tree.text;
  let text = '';
  if (isMembers(tree)) {
    for (const [name, member] of tree) text += `${text === '' ? '' : ','}${stringText(name)}:${toJson(member)}`;
    return `{${text}}`;
  }
  for (const item of tree) text += (text === '' ? '' : ',') + toJson(item);
  return `[${text}]`;
}

/**
 * The text of `kubectl -o json`: names sorted, four blanks a level, a newline at the end.
 * @throws DecodeError for a text that is too long
 */
export function toPrettyJson(tree: Tree): string {
  return `${pretty(tree, '\n')}\n`;
}

function pretty(tree: Tree, line: string): string {
  if (typeof tree === 'string') return stringText(tree);
  if (typeof tree !== 'object' || tree === null) return String(tree);
  if (tree instanceof JsonText) return pretty(tree.tree, line);
  if (tree instanceof JsonNumber) return kubernetesNumber(tree.text);
  const inner = `${line}    `;
  let text = '';
  if (isMembers(tree)) {
    if (tree.size === 0) return '{}';
    for (const name of [...tree.keys()].sort(compareBytes)) {
      text += `${text === '' ? '' : ','}${inner}${stringText(name)}: ${pretty(tree.get(name) as Tree, inner)}`;
      checkLength(text);
    }
    return `{${text}${line}}`;
  }
  if (tree.length === 0) return '[]';
  for (const item of tree) {
    text += (text === '' ? inner : `,${inner}`) + pretty(item, inner);
    checkLength(text);
  }
  return `[${text}${line}]`;
}

/** Nearly all strings need no escape. */
const plain = /^[ !#-%'-;=?-[\]-~\u007f-\u2027\u202a-\ud7ff\ue000-\uffff]*$/;

const stringText = (text: string) => (plain.test(text) ? `"${text}"` : jsonString(text));
