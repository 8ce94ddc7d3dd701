/** Kubernetes' reading of a JSON number, as the API and kubectl pass it on: an int64 or else a float64. @returns the text of Go's JSON */
export function kubernetesNumber(text: string): string {
  if (/^-?\d+$/.test(text)) {
    const value = BigInt(text);
    if (BigInt.asIntN(64, value) === value) return String(value);
  }
  return floatText(Number(text));
}

/** A float64 in Go's JSON, which has JavaScript's form but for one. Not finite in no JSON: left as it is. */
export function floatText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A number of Go's JSON as YAML has it, which reads it anew: up to 64 bits as an integer, all others as `%g`. */
export function yamlNumber(text: string): string {
  if (/^-?\d+$/.test(text)) {
    const value = BigInt(text);
    if (value >= -(1n << 63n) && value < 1n << 64n) return String(value);
  }
  return generalText(Number(text));
}

/** Go's `strconv.FormatFloat(value, 'g', -1, 64)`. */
function generalText(value: number): string {
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return floatText(value);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
