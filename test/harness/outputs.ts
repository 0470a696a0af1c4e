import { DuckDBBlobValue, type DuckDBValue } from '@duckdb/node-api';
import { identifier, literal, withDuck } from '../../src/local/match/table/duck';
import type { Table } from '../../src/local/match/table/readTable';
import { FieldDecoder } from '../../src/shared/file/encoding';
import { scanRecords } from '../../src/shared/file/records';

/** The number as a fraction of 10^400, or the text where it is none. */
function numberOf(text: string): string {
  const [, sign, before = '', after = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const power = 400 + Number(exponent) - after.length;
  return sign === undefined || power < 0 ? text : `${sign}${BigInt(before + after) * 10n ** BigInt(power)}`;
}

/** The records of a CSV file that was written. */
export function csvRows(bytes: Uint8Array): string[][] {
  const records = scanRecords(bytes, 0, 0x2c);
  const decoder = new FieldDecoder('utf-8');
  return Array.from({ length: records.count }, (_, record) => {
    const [from = 0, to = 0] = [records.first[record], records.first[record + 1]];
    return Array.from({ length: to - from }, (_, at) => {
      const end = at + 1 < to - from ? (records.starts[from + at + 1] ?? 0) - 1 : (records.ends[record] ?? 0);
      return decoder.decode(bytes, records.starts[from + at] ?? 0, end);
    });
  });
}

function textOf(value: DuckDBValue): string {
  return value instanceof DuckDBBlobValue ? Buffer.from(value.bytes).toString('utf8') : '';
}

/** Names and columns of a Parquet file that was written. */
export async function parquetColumns(file: string, scratch: string): Promise<{ names: string[]; columns: string[][] }> {
  return await withDuck(scratch, async (duck) => {
    const described = await duck.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet(${literal(file)})`);
    const names = described.getRows().map(([name]) => String(name));
    // As bytes: the engine's own way to a string takes a byte order mark off.
    const select = names.map((name) => `encode(CAST(${identifier(name)} AS VARCHAR))`);
    const read = await duck.runAndReadAll(`SELECT ${select.join(', ')} FROM read_parquet(${literal(file)})`);
    const columns = read.getColumns().map((values) => values.map(textOf));
    return { names, columns };
  });
}

interface Made {
  readonly table: Pick<Table, 'columns' | 'cells'>;
  readonly types: readonly string[];
}

/** The first cell that came back as another value. */
export function firstChange(made: Made, columns: readonly (readonly string[])[]): unknown {
  for (const [column, cells] of made.table.cells.entries()) {
    for (const [row, cell] of cells.entries()) {
      const back = columns[column]?.[row];
      const typed = made.types[column] !== 'string' && made.types[column] !== 'varchar(9)';
      if (
        back !== cell &&
        !(typed && back !== undefined && !/^-?0\d/.test(cell) && numberOf(back) === numberOf(cell))
      ) {
        return { row, column: made.table.columns[column], type: made.types[column], cell, back };
      }
    }
  }
  return undefined;
}
