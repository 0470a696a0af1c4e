import { TextDecoder } from 'node:util';
import { type ForeignEncoding, windows1252 } from '../../shared/foreignText';

/** Encodings a user may say a file is in: label of the Encoding Standard, name, and for those where a byte is not a character, `many`. */
const offered: readonly (readonly [label: string, name: string, many?: 'many'])[] = [
  ['iso-8859-15', 'ISO-8859-15 (Latin-9)'],
  ['shift_jis', 'Shift-JIS', 'many'],
  ['euc-jp', 'EUC-JP', 'many'],
  ['gb18030', 'GB18030, GBK', 'many'],
  ['big5', 'Big5', 'many'],
  ['euc-kr', 'EUC-KR', 'many'],
  ['windows-1250', 'Windows-1250 (Central European)'],
  ['windows-1251', 'Windows-1251 (Cyrillic)'],
  ['windows-1253', 'Windows-1253 (Greek)'],
  ['windows-1254', 'Windows-1254, ISO-8859-9 (Turkish)'],
  ['windows-1255', 'Windows-1255 (Hebrew)'],
  ['windows-1256', 'Windows-1256 (Arabic)'],
  ['windows-1257', 'Windows-1257 (Baltic)'],
  ['windows-1258', 'Windows-1258 (Vietnamese)'],
  ['windows-874', 'Windows-874, ISO-8859-11 (Thai)'],
  ['macintosh', 'Mac Roman'],
  ['x-mac-cyrillic', 'Mac Cyrillic'],
  ['ibm866', 'IBM866 (DOS Cyrillic)'],
  ['koi8-r', 'KOI8-R'],
  ['koi8-u', 'KOI8-U'],
  ['iso-8859-2', 'ISO-8859-2 (Latin-2)'],
  ['iso-8859-3', 'ISO-8859-3 (Latin-3)'],
  ['iso-8859-4', 'ISO-8859-4 (Latin-4)'],
  ['iso-8859-5', 'ISO-8859-5 (Cyrillic)'],
  ['iso-8859-6', 'ISO-8859-6 (Arabic)'],
  ['iso-8859-7', 'ISO-8859-7 (Greek)'],
  ['iso-8859-8', 'ISO-8859-8 (Hebrew)'],
  ['iso-8859-10', 'ISO-8859-10 (Latin-6)'],
  ['iso-8859-13', 'ISO-8859-13 (Latin-7)'],
  ['iso-8859-14', 'ISO-8859-14 (Latin-8)'],
];

/** All encodings that text which is not UTF-8 may be taken for, the usual one first. */
export function foreignEncodings(): readonly ForeignEncoding[] {
  return [
    windows1252,
    ...offered.flatMap(([label, name, many]) => {
      const decode = strictly(label);
      return decode === undefined ? [] : [{ label, name, singleByte: many === undefined, decode }];
    }),
  ];
}

/** The encoding of that label. */
export function foreignEncoding(label: string | undefined): ForeignEncoding | undefined {
  return foreignEncodings().find((encoding) => encoding.label === label);
}

/** Decodes with the platform's decoder, if it knows the encoding; what has no character in it is refused, not replaced. */
function strictly(label: string): ForeignEncoding['decode'] | undefined {
  const decoder = decoderOf(label);
  return (
    decoder &&
    ((bytes) => {
      try {
        return decoder.decode(bytes);
      } catch {
        return undefined;
      }
    })
  );
}

function decoderOf(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true });
  } catch {
    return undefined;
  }
}
