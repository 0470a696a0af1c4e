import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateDatabaseCommand,
  CreateMLTransformCommand,
  CreateTableCommand,
  GetJobRunCommand,
  GetMLTransformsCommand,
  StartImportLabelsTaskRunCommand,
  StartJobRunCommand,
  StartMLLabelingSetGenerationTaskRunCommand,
} from '@aws-sdk/client-glue';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { LabelingFile } from '../../../../src/shared/file/labelingFile';
import { type LocalGlue, startLocalGlue } from '../../../harness/localGlue';
import { csvRows, firstChange, parquetColumns } from '../../../harness/outputs';
import { keysBelow, taskRunEnd } from '../../../harness/taskRuns';
import { tableRecord } from '../catalog';
import type { DeclaredCase } from './declaredCases';
import type { Person } from './people';

/** Words of the engine's own, which no user is to see. */
export const engineWords = /Binder|Invalid Input|state machine|read_csv|read_parquet|DuckDB|worker process/;

/** Local Glue in a process of its own, room for one transform a situation, and the database `db`. */
export async function startForCases(): Promise<LocalGlue> {
  const local = await startLocalGlue({ args: ['--max-transforms', '500', '--max-runs', '100'] });
  await local.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'db' } }));
  return local;
}

/** Leads a table through the whole loop over HTTP, and holds every cell of its three files to what is right, or the refusal to its words. */
export async function checkOverHttp(
  local: LocalGlue,
  name: string,
  { declared, objects, right, atOnce = false }: DeclaredCase,
  people: readonly Person[],
): Promise<void> {
  const loop = new Loop(local, name);
  if (right instanceof RegExp) {
    const words = await loop.label(declared, objects()).then(
      () => 'not refused',
      (error: Error) => error.message,
    );
    expect(words).toMatch(right);
    expect(words).not.toMatch(engineWords);
    const { Transforms } = await local.glue.send(new GetMLTransformsCommand({ Filter: { Name: name } }));
    expect(Transforms).toHaveLength(atOnce ? 0 : 1);
    return;
  }
  const columns = tableRecord(declared).input.StorageDescriptor?.Columns ?? [];
  const wanted: Wanted = {
    columns: columns.map(({ Name }) => Name),
    types: columns.map(({ Type = 'string' }) => Type),
    rows: new Map(people.map(right).map((person) => [person.id ?? '', columns.map(({ Name }) => person[Name] ?? '')])),
  };
  const texts = columns.map(() => 'string');
  const [header, ...labeled] = await loop.label(declared, objects());
  expect(header).toEqual(['labeling_set_id', 'label', ...wanted.columns]);
  expect(labeled.length).toBeGreaterThan(3);
  const cells = labeled.map((row) => row.slice(2));
  checkCells(wanted, cells, texts);

  const [names, ...matched] = csvRows(await loop.match('csv'));
  expect(matched).toHaveLength(wanted.rows.size);
  checkCells(wanted, matched, texts);
  expect(names).toEqual([...wanted.columns, wanted.columns.includes('match_id') ? 'match_id_2' : 'match_id']);

  if (new Set(wanted.columns.map((column) => column.toLowerCase())).size < wanted.columns.length) {
    await expect(loop.match('parquet')).rejects.toThrow(/can't hold the columns "name" and "Name"/);
    return;
  }
  const file = join(tmpdir(), `${process.pid}-${name}.parquet`);
  await writeFile(file, await loop.match('parquet'));
  const written = await parquetColumns(file, tmpdir());
  expect(written.names).toEqual(names);
  expect(written.columns[0]).toHaveLength(wanted.rows.size);
  checkCells(
    wanted,
    matched.map((_, row) => written.columns.map((column) => column[row] ?? '')),
    wanted.types,
  );
}

/** The rows that a file is to hold, by their ids. */
export interface Wanted {
  readonly columns: readonly string[];
  readonly types: readonly string[];
  readonly rows: ReadonlyMap<string, readonly string[]>;
}

export function checkCells(
  { columns, rows }: Wanted,
  found: readonly (readonly string[])[],
  types: readonly string[],
): void {
  const key = columns.indexOf('id');
  const ids = found.map((row) => row[key] ?? '');
  expect(ids.filter((id, at) => !rows.has(id) || ids.indexOf(id) < at)).toEqual([]);
  const turned = (of: (row: number) => readonly string[]) =>
    columns.map((_, column) => ids.map((_id, row) => of(row)[column] ?? ''));
  const wanted = { columns, cells: turned((row) => rows.get(ids[row] ?? '') ?? []) };
  expect(
    firstChange(
      { table: wanted, types },
      turned((row) => found[row] ?? []),
    ),
  ).toBe(undefined);
}

/** One table with its transform; bucket, table and transform have the same name. */
class Loop {
  private transform = '';

  constructor(
    private readonly local: LocalGlue,
    private readonly name: string,
  ) {}

  /** Creates table and transform, generates a labeling file, labels it and imports it. @returns its records */
  async label(declared: DeclaredCase['declared'], objects: Readonly<Record<string, Buffer>>): Promise<string[][]> {
    const { glue, s3 } = this.local;
    const Bucket = this.name;
    await s3.send(new CreateBucketCommand({ Bucket }));
    for (const [Key, Body] of Object.entries(objects)) {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    }
    const { StorageDescriptor, PartitionKeys = [], ...input } = tableRecord(declared).input;
    const TableInput = {
      ...input,
      Name: Bucket,
      PartitionKeys: [...PartitionKeys],
      StorageDescriptor: {
        ...StorageDescriptor,
        Columns: [...(StorageDescriptor?.Columns ?? [])],
        Location: `s3://${Bucket}/${declared.location ?? 't/'}`,
      },
    };
    await glue.send(new CreateTableCommand({ DatabaseName: 'db', TableInput }));
    const { TransformId = '' } = await glue.send(
      new CreateMLTransformCommand({
        Name: Bucket,
        Role: 'arn:aws:iam::000000000000:role/x',
        InputRecordTables: [{ DatabaseName: 'db', TableName: Bucket }],
        Parameters: { TransformType: 'FIND_MATCHES', FindMatchesParameters: { PrimaryKeyColumnName: 'id' } },
      }),
    );
    this.transform = TransformId;
    const OutputS3Path = `s3://${Bucket}/sets/`;
    const asked = await glue.send(new StartMLLabelingSetGenerationTaskRunCommand({ TransformId, OutputS3Path }));
    await this.succeeds(asked.TaskRunId);
    const bytes = await this.only('sets/');
    const file = LabelingFile.parse(bytes);
    // The records are pairs by their ids.
    const key = file.columns.indexOf('id', 2);
    const Body = file.serialize((row) => String((Number(file.cell(row, key)) + 1) >> 1));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'labeled.csv', Body }));
    const InputS3Path = `s3://${Bucket}/labeled.csv`;
    const imported = await glue.send(new StartImportLabelsTaskRunCommand({ TransformId, InputS3Path }));
    expect(await this.succeeds(imported.TaskRunId)).toBe(undefined);
    return csvRows(bytes);
  }

  /** Runs FindMatches. @returns its output */
  async match(format: 'csv' | 'parquet'): Promise<Buffer> {
    const { glue } = this.local;
    const { JobRunId } = await glue.send(
      new StartJobRunCommand({
        JobName: 'FindMatches',
        Arguments: {
          '--TRANSFORM_ID': this.transform,
          '--OUTPUT_S3_PATH': `s3://${this.name}/${format}/`,
          '--OUTPUT_FORMAT': format,
        },
      }),
    );
    for (let state = 'RUNNING'; state !== 'SUCCEEDED'; await delay(50)) {
      const { JobRun } = await glue.send(new GetJobRunCommand({ JobName: 'FindMatches', RunId: JobRunId }));
      state = JobRun?.JobRunState ?? '';
      if (state !== 'SUCCEEDED' && !state.endsWith('ING')) {
        throw new Error(JobRun?.ErrorMessage);
      }
    }
    return this.only(`${format}/`);
  }

  /** Waits for a task run. @returns what it remarks; rejects with its error */
  private async succeeds(id: string | undefined): Promise<string | undefined> {
    const { Status, ErrorString } = await taskRunEnd(this.local.glue, this.transform, id ?? '');
    if (Status !== 'SUCCEEDED') {
      throw new Error(ErrorString);
    }
    return ErrorString;
  }

  private async only(prefix: string): Promise<Buffer> {
    const { s3 } = this.local;
    const [Key] = await keysBelow(s3, this.name, prefix);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: this.name, Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }
}
