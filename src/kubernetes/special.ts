import { formatNanoseconds } from '../go/duration.js';
import { toText } from '../go/text.js';
import { int64At, tagOf, type WireReader, WireType } from '../wire/reader.js';
import { decodeCbor, isCbor } from './cbor.js';
import { compactJson, parseJson } from './json-text.js';
import { FieldType } from './table.js';
import { isZeroTime, timeText } from './time.js';
import { JsonText, type Tree } from './tree.js';

/** The fields of a small message by number: where the value of each begins and ends. */
type Spans = ReadonlyMap<number, { readonly from: number; readonly to: number; readonly type: number }>;

function readSpans(reader: WireReader): Spans {
  const spans = new Map<number, { from: number; to: number; type: number }>();
  const end = reader.enter();
  while (reader.next()) spans.set(Math.floor(reader.tag / 8), { from: reader.from, to: reader.to, type: reader.tag & 7 });
  reader.leave(end);
  return spans;
}

function integerOf(bytes: Buffer, spans: Spans, number: number): number | bigint {
  const span = spans.get(number);
  return span === undefined || span.type !== WireType.Varint ? 0 : integerAt(bytes, span.from);
}

function stringOf(bytes: Buffer, spans: Spans, number: number): string {
  const span = spans.get(number);
  return span === undefined || span.type !== WireType.Bytes ? '' : stringAt(bytes, span.from, span.to);
}

/** An int64 that a reader has been over. */
export function integerAt(bytes: Buffer, at: number): number | bigint {
  const first = bytes[at] as number;
  if (first < 0x80) return first;
  const text = int64At(bytes, at);
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

/** Bytes that are not UTF-8 as toText has them, which Go's JSON shows as U+FFFD each. */
export function stringAt(bytes: Buffer, from: number, to: number): string {
  if (from === to) return '';
  const text = bytes.toString('utf8', from, to);
  return text.includes('\ufffd') ? toText(bytes.subarray(from, to)) : text;
}

/** metav1.Time, which forgets the fraction. */
function readTime(bytes: Buffer, reader: WireReader): Tree {
  if (reader.from === reader.to) return null;
  const seconds = Number(integerOf(bytes, readSpans(reader), 1));
  return isZeroTime(seconds, 0) ? null : timeText(seconds);
}

function readMicroTime(bytes: Buffer, reader: WireReader): Tree {
  if (reader.from === reader.to) return null;
  const spans = readSpans(reader);
  const nanoseconds = Math.trunc(Number(integerOf(bytes, spans, 2)) / 1000) * 1000;
  const seconds = Number(integerOf(bytes, spans, 1)) + Math.floor(nanoseconds / 1e9);
  const rest = ((nanoseconds % 1e9) + 1e9) % 1e9;
  return isZeroTime(seconds, rest) ? null : timeText(seconds, `.${String(Math.floor(rest / 1000)).padStart(6, '0')}`);
}

function readDuration(bytes: Buffer, reader: WireReader): Tree {
  return formatNanoseconds(BigInt(integerOf(bytes, readSpans(reader), 1)));
}

function readQuantity(bytes: Buffer, reader: WireReader): Tree {
  return stringOf(bytes, readSpans(reader), 1) || '0';
}

function readIntOrString(bytes: Buffer, reader: WireReader): Tree {
  const spans = readSpans(reader);
  return integerOf(bytes, spans, 1) === 1 ? stringOf(bytes, spans, 3) : integerOf(bytes, spans, 2);
}

/** A slice type that is a message, as ExtraValue: its items are field 1. */
function readList(bytes: Buffer, reader: WireReader): Tree {
  const items: Tree[] = [];
  const end = reader.enter();
  while (reader.next()) if (reader.tag === item) items.push(stringAt(bytes, reader.from, reader.to));
  reader.leave(end);
  return items;
}

const item = tagOf(1, WireType.Bytes);

/** Messages whose JSON is not that of their fields. Each reads the reader's current field. */
export const readers = {
  [FieldType.Time]: readTime,
  [FieldType.MicroTime]: readMicroTime,
  [FieldType.Duration]: readDuration,
  [FieldType.Quantity]: readQuantity,
  [FieldType.IntOrString]: readIntOrString,
  [FieldType.List]: readList,
} as const;

/**
 * RawExtension, FieldsV1 and the like: an object within the object, which is JSON, or CBOR where the server was told so.
 * @throws DecodeError
 */
export function readRaw(bytes: Buffer, reader: WireReader): Tree {
  const span = readSpans(reader).get(1);
  if (span === undefined || span.from === span.to || span.type !== WireType.Bytes) return null;
  const raw = bytes.subarray(span.from, span.to);
  if (isCbor(raw)) return decodeCbor(raw);
  const text = toText(raw);
  const tree = parseJson(text);
  return new JsonText(compactJson(text), tree);
}
