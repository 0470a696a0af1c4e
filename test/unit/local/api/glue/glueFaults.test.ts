import * as sdk from '@aws-sdk/client-glue';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalGlue, startLocalGlue } from '../../../../harness/localGlue';
import { taskRunEnd } from '../../../../harness/taskRuns';

let local: LocalGlue;

beforeAll(async () => {
  local = await startLocalGlue();
  await local.s3.send(new CreateBucketCommand({ Bucket: 'data' }));
  await local.glue.send(new sdk.CreateDatabaseCommand({ DatabaseInput: { Name: 'db' } }));
  await makeTransform('good', csvTable('good'), { 'good/a.csv': 'id,name\n1,Ann\n2,Anne\n3,Bob\n' });
});

afterAll(async () => {
  await local?.stop();
});

const columns = ['id', 'name'];

function csvTable(name: string, parameters: Record<string, string> = {}): sdk.TableInput {
  return {
    Name: name,
    Parameters: { classification: 'csv', 'skip.header.line.count': '1', ...parameters },
    StorageDescriptor: {
      Columns: columns.map((Name) => ({ Name, Type: 'string' })),
      Location: `s3://data/${name}/`,
    },
  };
}

function serdeTable(name: string, library: string, parameters: Record<string, string> = {}): sdk.TableInput {
  const table = csvTable(name);
  const SerdeInfo = { SerializationLibrary: library, Parameters: parameters };
  return { ...table, Parameters: {}, StorageDescriptor: { ...table.StorageDescriptor, SerdeInfo } };
}

async function makeTransform(
  Name: string,
  TableInput: sdk.TableInput,
  objects: Readonly<Record<string, string | Uint8Array>>,
): Promise<string> {
  for (const [Key, Body] of Object.entries(objects)) {
    await local.s3.send(new PutObjectCommand({ Bucket: 'data', Key, Body: Buffer.from(Body) }));
  }
  await local.glue.send(new sdk.CreateTableCommand({ DatabaseName: 'db', TableInput }));
  const { TransformId = '' } = await local.glue.send(
    new sdk.CreateMLTransformCommand({
      Name,
      InputRecordTables: [{ DatabaseName: 'db', TableName: Name }],
      Parameters: { TransformType: 'FIND_MATCHES', FindMatchesParameters: { PrimaryKeyColumnName: 'id' } },
      Role: 'any',
    }),
  );
  return TransformId;
}

async function generate(TransformId: string): Promise<sdk.TaskRun> {
  const { TaskRunId } = await local.glue.send(
    new sdk.StartMLLabelingSetGenerationTaskRunCommand({ TransformId, OutputS3Path: 's3://data/sets/' }),
  );
  return taskRunEnd(local.glue, TransformId, TaskRunId);
}

const lazySerde = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';

describe('tables that can be read', () => {
  const rows = ['1,Ann', '2,Anne', '3,Bob', '4,Bobby'];
  const json = rows.map((row) => JSON.stringify({ id: row.split(',')[0], name: row.split(',')[1] })).join('\n');
  test.each<[string, sdk.TableInput, Record<string, string>]>([
    [
      'several objects under a prefix, hidden ones left aside',
      csvTable('several'),
      {
        'several/a.csv': `id,name\n${rows.slice(0, 2).join('\n')}\n`,
        'several/b/c.csv': `id,name\n${rows.slice(2).join('\n')}\n`,
        'several/_SUCCESS': 'not data',
        'several/b/.crc': 'not data',
        'several-others/d.csv': 'not data',
      },
    ],
    [
      'tabs and no header',
      serdeTable('tabs', lazySerde, { 'field.delim': '\\t' }),
      { 'tabs/a': rows.join('\n').replaceAll(',', '\t') },
    ],
    [
      'own delimiter, quote and header lines',
      serdeTable('quoted', 'org.apache.hadoop.hive.serde2.OpenCSVSerde', {
        separatorChar: ';',
        quoteChar: "'",
        'skip.header.line.count': '2',
      }),
      { 'quoted/a.csv': `a comment\nid;name\n${rows.join('\n').replaceAll(',', ';').replace('Ann', "'A;nn'")}\n` },
    ],
    ['JSON lines', serdeTable('lines', 'org.openx.data.jsonserde.JsonSerDe'), { 'lines/a.json': `${json}\n` }],
    [
      'a location that is one object',
      {
        ...csvTable('one'),
        StorageDescriptor: { ...csvTable('one').StorageDescriptor, Location: 's3://data/one.csv' },
      },
      { 'one.csv': `id,name\n${rows.join('\n')}\n` },
    ],
  ])('%s', async (_, table, objects) => {
    const run = await generate(await makeTransform(table.Name ?? '', table, objects));
    expect([run.Status, run.ErrorString]).toEqual(['SUCCEEDED', undefined]);
  });
});

test.each<[string, sdk.TableInput, Record<string, string>, RegExp]>([
  ['a SerDe', serdeTable('orc', 'org.apache.hadoop.hive.ql.io.orc.OrcSerde'), {}, /SerDe is .*OrcSerde/],
  ['a parameter', serdeTable('regex', lazySerde, { 'input.regex': '.*' }), {}, /db\.regex .*input\.regex/],
  [
    'a view',
    { Name: 'view', TableType: 'VIRTUAL_VIEW', StorageDescriptor: csvTable('view').StorageDescriptor },
    {},
    /db\.view is a view/,
  ],
  ['Delta Lake', csvTable('delta'), { 'delta/_delta_log/0.json': '{}' }, /db\.delta is a table of Delta Lake/],
  [
    'a path outside of the partitions',
    { ...csvTable('parts'), PartitionKeys: [{ Name: 'day', Type: 'string' }] },
    { 'parts/a.csv': 'id,name\n' },
    /partitioned by day, but s3:\/\/data\/parts\/a\.csv/,
  ],
])('a transform on a table that can not be read for %s is refused at once', async (_, table, objects, message) => {
  await expect(makeTransform(table.Name ?? '', table, objects)).rejects.toThrow(message);
});

test('the columns of a partitioned table are those of its files, then those of its paths', async () => {
  const table = { ...csvTable('days'), PartitionKeys: [{ Name: 'day', Type: 'string' }] };
  const TransformId = await makeTransform('days', table, {
    'days/day=1/a.csv': 'id,name\n1,Ann\n2,Anne\n',
    'days/day=2/a.csv': 'id,name\n3,Bob\n4,Bobby\n',
  });
  const { Schema = [] } = await local.glue.send(new sdk.GetMLTransformCommand({ TransformId }));
  expect(Schema.map(({ Name }) => Name)).toEqual(['id', 'name', 'day']);
  const run = await generate(TransformId);
  expect([run.Status, run.ErrorString]).toEqual(['SUCCEEDED', undefined]);
});

describe('tables that can not, and what the task run says', () => {
  test.each<[string, sdk.TableInput, Record<string, string | Uint8Array>, RegExp]>([
    ['no objects', csvTable('empty'), {}, /no object with data below s3:\/\/data\/empty\//],
    ['no rows', csvTable('norows'), { 'norows/a.csv': 'id,name\n' }, /0 rows.*a\.csv/],
    [
      'ragged rows',
      csvTable('ragged'),
      { 'ragged/a.csv': 'id,name\n1,Ann\n2\n' },
      /Line 3 of s3:\/\/data\/ragged\/a\.csv.*"name"/,
    ],
    [
      'another encoding',
      csvTable('encoding'),
      { 'encoding/a.csv': Buffer.from('id,name\n1,Ann\n2,Andr\xe9\n', 'latin1') },
      /a\.csv is not UTF-8/,
    ],
    [
      'JSON that is none',
      serdeTable('badjson', 'org.openx.data.jsonserde.JsonSerDe'),
      { 'badjson/a': '{"id":"1"\nx' },
      /Line 1 of s3:\/\/data\/badjson\/a holds only a part of a JSON object/,
    ],
    [
      'a key that is not unique',
      csvTable('twice'),
      { 'twice/a.csv': 'id,name\n1,A\n1,B\n' },
      /"id" has the value "1" twice/,
    ],
    [
      'a bucket that is not there',
      {
        ...csvTable('nobucket'),
        StorageDescriptor: { ...csvTable('nobucket').StorageDescriptor, Location: 's3://nowhere/x/' },
      },
      {},
      /bucket nowhere.*does not exist/,
    ],
  ])('%s', async (_, table, objects, message) => {
    const run = await generate(await makeTransform(table.Name ?? '', table, objects));
    expect(run.Status).toBe('FAILED');
    expect(run.ErrorString).toMatch(message);
  });

  test('a table that was dropped or changed since', async () => {
    const transform = await makeTransform('changing', csvTable('changing'), { 'changing/a.csv': 'id,name\n1,A\n' });
    const wider = csvTable('changing');
    wider.StorageDescriptor?.Columns?.push({ Name: 'more', Type: 'string' });
    await local.glue.send(new sdk.UpdateTableCommand({ DatabaseName: 'db', TableInput: wider }));
    expect((await generate(transform)).ErrorString).toMatch(/columns of table db\.changing are no longer/);
    await local.glue.send(new sdk.DeleteTableCommand({ DatabaseName: 'db', Name: 'changing' }));
    expect((await generate(transform)).ErrorString).toMatch(/Table db\.changing of the transform does not exist/);
  });
});

describe('labels', () => {
  const header = 'labeling_set_id,label,id,name';

  async function importLabels(content: string | Uint8Array, ReplaceAllLabels?: boolean): Promise<sdk.TaskRun> {
    const TransformId = await transformId('good');
    await local.s3.send(new PutObjectCommand({ Bucket: 'data', Key: 'labels.csv', Body: Buffer.from(content) }));
    const { TaskRunId } = await local.glue.send(
      new sdk.StartImportLabelsTaskRunCommand({ TransformId, InputS3Path: 's3://data/labels.csv', ReplaceAllLabels }),
    );
    return taskRunEnd(local.glue, TransformId, TaskRunId);
  }

  async function transformId(Name: string): Promise<string> {
    const { TransformIds } = await local.glue.send(new sdk.ListMLTransformsCommand({ Filter: { Name } }));
    return TransformIds?.[0] ?? '';
  }

  async function transform(): Promise<sdk.GetMLTransformResponse> {
    return local.glue.send(new sdk.GetMLTransformCommand({ TransformId: await transformId('good') }));
  }

  test.each<[string, string | Uint8Array, string]>([
    ['no set column', 'set,label,id,name\ns,A,1,Ann\n', 'labeling_set_id'],
    [
      'other columns',
      'labeling_set_id,label,id,nom\ns,A,1,Ann\n',
      'column 4 of the label file must be "name" but is called "nom"',
    ],
    [
      'a column too few',
      'labeling_set_id,label,id\ns,A,1\n',
      'column 4 of the label file must be "name" but is missing',
    ],
    ['a column too many', `${header},more\ns,A,1,Ann,x\n`, 'column 5, "more", is not in the transform\'s schema'],
    [
      'a ragged row',
      `${header}\ns,A,1,Ann\ns,A,2\n`,
      'Row 2 (line 3), column name: the row has 3 columns, the header 4',
    ],
    ['a label without a set', `${header}\n,A,1,Ann\n`, 'Row 1 (line 2), column labeling_set_id'],
    ['a row without a key', `${header}\ns,A,,Ann\n`, 'Row 1 (line 2), column id: the primary key is empty'],
    [
      'a contradiction',
      `${header}\ns,A,1,Ann\ns,B,1,Ann\n`,
      'Row 2 (line 3), column label: the record with id "1" has the label "B", but "A" in row 1',
    ],
    ['no labels at all', `${header}\ns,,1,Ann\n`, 'holds no labels'],
    ['nothing but line ends', '\n\n', 'is empty'],
    ['a byte order mark', `\ufeff${header}\ns,A,1,Ann\n`, 'byte order mark'],
    ['another encoding', Buffer.from(`${header}\ns,A,1,Andr\xe9\n`, 'latin1'), 'not UTF-8'],
    ['another delimiter', `${header}\ns,A,1,Ann\n`.replaceAll(',', ';'), 'not separated by commas'],
    ['a quote never closed', `${header}\ns,A,1,"Ann\n`, 'never closed'],
  ])('%s: the import fails, says where, and changes nothing', async (_, content, message) => {
    const run = await importLabels(content);
    expect(run.Status).toBe('FAILED');
    expect(run.ErrorString).toContain(message);
    expect(await transform()).toMatchObject({ Status: 'NOT_READY', LabelCount: 0 });
  });

  test('append, label again and replace', async () => {
    expect((await importLabels(`${header}\ns,A,1,Ann\ns,A,2,Anne\ns,,3,Bob\n`)).Status).toBe('SUCCEEDED');
    expect(await transform()).toMatchObject({ Status: 'READY', LabelCount: 2 });
    // The same record in the same set takes its new label; in another set it is another label.
    expect((await importLabels(`${header}\ns,B,2,Anne\nt,A,2,Anne\nt,A,3,"Bob, the second"\n`)).Status).toBe(
      'SUCCEEDED',
    );
    expect(await transform()).toMatchObject({ Status: 'READY', LabelCount: 4 });
    const TransformId = await transformId('good');
    const { TaskRunId } = await local.glue.send(
      new sdk.StartExportLabelsTaskRunCommand({ TransformId, OutputS3Path: 's3://data/exports' }),
    );
    expect((await taskRunEnd(local.glue, TransformId, TaskRunId)).Status).toBe('SUCCEEDED');
    expect((await importLabels(`${header}\nu,A,1,Ann\n`, true)).Status).toBe('SUCCEEDED');
    expect(await transform()).toMatchObject({ Status: 'READY', LabelCount: 1 });
  });
});
