/** Arguments that a call may have in each engine. */
const chunk = 4096;

/** A text with a character for each byte. */
export function latin1(bytes: Uint8Array): string {
  if (bytes.length <= chunk) return String.fromCharCode(...bytes);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += chunk) parts.push(String.fromCharCode(...bytes.subarray(at, at + chunk)));
  return parts.join('');
}
