import { decodeWindows1252, encodeUtf8, isUtf8, sequenceLength } from './file/encoding';

/** What bytes that are not UTF-8 are taken for. */
export interface ForeignEncoding {
  /** As the Encoding Standard calls it. */
  readonly label: string;
  /** As it is told to the user. */
  readonly name: string;
  /** True if each byte is a character of its own. */
  readonly singleByte: boolean;
  /** The text, or undefined if the bytes are no text in the encoding. */
  readonly decode: (bytes: Uint8Array) => string | undefined;
}

/** What is assumed unless the user says otherwise. */
export const windows1252: ForeignEncoding = {
  label: 'windows-1252',
  name: 'Windows-1252',
  singleByte: true,
  decode: decodeWindows1252,
};

/**
 * The field's bytes in UTF-8: the very same where they are UTF-8. Else all of the field is taken for the foreign encoding; where
 * `mixed`, what in it is UTF-8 stays, if the encoding has a character a byte. Undefined if the bytes are no text in it.
 */
export function utf8Of(field: Uint8Array, foreign: ForeignEncoding, mixed: boolean): Uint8Array | undefined {
  if (isUtf8(field)) {
    return field;
  }
  if (!mixed || !foreign.singleByte) {
    const text = foreign.decode(field);
    return text === undefined ? undefined : encodeUtf8(text);
  }
  const out: number[] = [];
  let at = 0;
  while (at < field.length) {
    const length = sequenceLength(field, at, field.length);
    const end = at + (length || 1);
    const text = length === 0 ? foreign.decode(field.subarray(at, end)) : '';
    if (text === undefined) {
      return undefined;
    }
    out.push(...(length === 0 ? encodeUtf8(text) : field.subarray(at, end)));
    at = end;
  }
  return Uint8Array.from(out);
}
