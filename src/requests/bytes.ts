/**
 * Arguments are bytes to etcd and strings to JavaScript. A byte of the command line that is not UTF-8 comes as the lone surrogate
 * U+DC00 + byte (see src/cli/arguments.ts), so that nothing is lost on the way here.
 */
export function toBytes(text: string): Buffer {
  if (text.isWellFormed?.() ?? !/[\ud800-\udfff]/.test(text)) return Buffer.from(text);
  return Buffer.concat([...text].map((char) => (isRawByte(char) ? Buffer.of(char.charCodeAt(0) & 0xff) : Buffer.from(char))));
}

function isRawByte(char: string): boolean {
  return char.length === 1 && char >= '\udc80' && char <= '\udcff';
}
