import { scanRecords } from '../../../shared/file/records';

/** Rows as text. */
export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const comma = 0x2c;

/** Reads the CSV that Find Matches writes: UTF-8, separated by commas, with a header line. @returns undefined for an empty file */
export function readResult(bytes: Uint8Array): Rows | undefined {
  const records = scanRecords(bytes, 0, comma);
  const decoder = new TextDecoder();
  const cells = (record: number): string[] => {
    const first = records.first[record] ?? 0;
    const last = records.first[record + 1] ?? first;
    return Array.from({ length: last - first }, (_, at) => {
      const field = first + at;
      const end = field + 1 < last ? (records.starts[field + 1] ?? 0) - 1 : (records.ends[record] ?? 0);
      return unquote(decoder.decode(bytes.subarray(records.starts[field] ?? 0, end)));
    });
  };
  const [columns, ...rows] = Array.from({ length: records.count }, (_, record) => cells(record));
  return columns && { columns, rows };
}

function unquote(text: string): string {
  return text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1).replaceAll('""', '"') : text;
}
