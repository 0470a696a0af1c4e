import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LabeledRow } from '../../../../../src/local/match/learn/labels';
import { runMatchJob } from '../../../../../src/local/match/pipeline';
import { literal, withDuck } from '../../../../../src/local/match/table/duck';
import type { TableSource } from '../../../../../src/local/match/table/source';
import { readLabels } from '../../../../../src/local/tasks/readLabels';
import { Checks } from '../../../../../src/shared/checks/checks';
import { repaired } from '../../../../../src/shared/checks/repair';
import { LabelingFile } from '../../../../../src/shared/file/labelingFile';
import { windows1252 } from '../../../../../src/shared/foreignText';
import { Labels } from '../../../../../src/shared/labels/edits';
import { jobInput } from '../persons';

const field = new URL('../../../../../../shared/field/', import.meta.url);
const present = existsSync(field);
if (!present) {
  console.log('Not run: field cases of ../shared/field, which is not on this machine.');
}

const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, field)));

describe.runIf(present)('cells of the field cases', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'field-cells-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  /** The columns and rows of a file that the tests take for right: plain CSV, read with the project's labeling reader. */
  function plain(name: string): { readonly columns: string[]; readonly rows: string[][] } {
    const text = new TextDecoder().decode(bytesOf(name));
    const file = LabelingFile.parse(
      new TextEncoder().encode(
        text
          .replace(/^(?=.)/gm, 'set,')
          .replace('set,', 'labeling_set_id,label,')
          .replace(/\nset,/g, '\nset,A,'),
      ),
    );
    const columns = file.dataColumns.map((column) => file.columns[column] ?? '');
    const rows = Array.from({ length: file.rowCount }, (_, row) =>
      file.dataColumns.map((column) => file.cell(row, column)),
    );
    return { columns, rows };
  }

  async function matched(name: string, format: 'csv' | 'parquet', types: Readonly<Record<string, string>> = {}) {
    const { columns, rows } = plain(name);
    const table: TableSource = {
      files: [{ path: new URL(name, field).pathname, name: `s3://data/${name}` }],
      format: { kind: 'csv', delimiter: ',', quote: '"', headerLines: 1 },
      columns: columns.map((column) => ({ name: column, type: types[column] ?? 'string' })),
    };
    const settings = {
      primaryKey: 'id',
      precisionRecallTradeoff: 0.5,
      accuracyCostTradeoff: 0.5,
      enforceProvidedLabels: false,
      seed: name,
    };
    const labels: LabeledRow[] = rows.slice(0, 6).map((cells, at) => ({ setId: 's', label: `L${at >> 1}`, cells }));
    const outputFile = join(folder, `${name}.${format}`);
    const input = await jobInput({ folder, table, settings, truth: new Map() }, labels);
    const job = { ...input, kind: 'findMatches', outputFile, outputFormat: format, confidenceScores: true } as const;
    const result = await runMatchJob(job, () => undefined);
    const read = await withDuck(folder, (duck) =>
      duck.runAndReadAll(
        format === 'csv'
          ? `SELECT * FROM read_csv(${literal(outputFile)}, all_varchar = true, header = true)`
          : `SELECT COLUMNS(*)::VARCHAR FROM read_parquet(${literal(outputFile)})`,
      ),
    );
    const found = read.getRows().map((row) => row.slice(0, columns.length).map((cell) => String(cell ?? '')));
    const key = columns.indexOf('id');
    const byKey = (a: readonly string[], b: readonly string[]) => ((a[key] ?? '') < (b[key] ?? '') ? -1 : 1);
    return { columns, names: read.columnNames(), wanted: rows.toSorted(byKey), found: found.toSorted(byKey), result };
  }

  test.each([
    ['columns-label.csv', 'csv', 'match_id'],
    ['columns-label.csv', 'parquet', 'match_id'],
    ['columns-match-id.csv', 'csv', 'match_id_2'],
    ['columns-match-id.csv', 'parquet', 'match_id_2'],
    ['columns-odd-names.csv', 'parquet', 'match_id'],
    ['columns-key-zeros.csv', 'parquet', 'match_id'],
    ['columns-case.csv', 'csv', 'match_id'],
  ] as const)('%s as %s: names and cells are kept, ours is %s', async (name, format, own) => {
    const { columns, names, wanted, found } = await matched(name, format);
    expect(found).toEqual(wanted);
    if (name !== 'columns-case.csv') {
      expect(names).toEqual([...columns, own, 'match_confidence_score']);
    }
  });

  test('columns-case.csv as Parquet is refused, naming both', async () => {
    await expect(matched('columns-case.csv', 'parquet')).rejects.toThrow(
      /"name" and "Name", which differ in case only/,
    );
  });

  test('typed.csv: no value changes', async () => {
    const types = {
      n_int: 'int',
      n_decimal: 'decimal(10,2)',
      d_date: 'date',
      zip: 'int',
      n_decimal38: 'decimal(38,2)',
    };
    const { wanted, found, result } = await matched('typed.csv', 'parquet', types);
    expect(found).toEqual(wanted);
    const kept = result.kind === 'findMatches' ? result.keptAsText.map(({ column }) => column) : [];
    expect(kept).toEqual(['n_int', 'n_decimal', 'd_date', 'zip']);
  });

  test('columns-label.csv: the generated file has no problem, its labels are those of the second column', () => {
    const { columns, rows } = plain('columns-label.csv');
    const lines = rows.slice(0, 4).map((cells, at) => `s1,L${at >> 1},${cells.join(',')}\n`);
    const file = LabelingFile.parse(
      new TextEncoder().encode(`labeling_set_id,label,${columns.join(',')}\n${lines.join('')}`),
    );
    expect(new Checks(new Labels(file), { schema: { columns, primaryKey: 'id' } }).problems).toEqual([]);
    expect(readLabels(file.bytes, columns, 'id').map(({ label }) => label)).toEqual(['L0', 'L0', 'L1', 'L1']);
  });

  test.each(['labels-mixed-ends.csv', 'labels-cr.csv'])(
    '%s: 8 rows, saved byte for byte, 8 labels imported',
    (name) => {
      const file = LabelingFile.parse(bytesOf(name));
      expect(file.rowCount).toBe(8);
      expect(file.serialize((row) => file.storedLabel(row))).toEqual(bytesOf(name));
      expect(readLabels(bytesOf(name), ['id', 'name', 'street', 'city'], 'id')).toHaveLength(8);
    },
  );

  test.each([
    ['labels-one-bad-byte.csv', ['Jürgen Müller', 'Jürgen Mueller', 'Ødegård 東京', 'Straße 5', 'Zoë']],
    ['labels-bad-byte-bom.csv', ['Jürgen Müller', 'Jürgen Mueller', 'Ødegård 東京', 'Straße 5', 'Zoë']],
    ['labels-cp1252-euro.csv', ['“Müller” € 5', 'Šimon Žižka']],
  ])('%s is repaired to UTF-8, each character right', (name, names) => {
    const file = repaired(LabelingFile.parse(bytesOf(name)), windows1252);
    expect(file && Array.from({ length: file.rowCount }, (_, row) => file.cell(row, 3))).toEqual(names);
    expect(file?.dialect).toMatchObject({ encoding: 'utf-8', bom: false });
  });

  test('a cell of 2,100,000 characters in a labeling file is read whole and saved as it was', () => {
    const text = new TextDecoder().decode(bytesOf('labels-mixed-ends.csv'));
    const long = 'x'.repeat(2_100_000);
    const bytes = new TextEncoder().encode(text.replace('Gartenweg 4', long));
    const file = LabelingFile.parse(bytes);
    expect(file.cell(2, 4)).toBe(long);
    expect(file.serialize((row) => file.storedLabel(row))).toEqual(bytes);
  });
});
