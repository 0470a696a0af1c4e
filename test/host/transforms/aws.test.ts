import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../../src/connection/services';
import { identityDigest } from '../../../src/labeling/document/rowIdentity';
import { LabelingFile } from '../../../src/shared/file/labelingFile';
import { notesText } from '../../../src/shared/notes/notesFile';
import { hasImported } from '../../../src/transforms/steps/importOfFile';
import { TransformsBench, waitFor } from './bench';

// What commands do otherwise for AWS, with Local Glue answering in its place.
suite('commands on transforms in AWS', () => {
  let bench: TransformsBench;
  let id = '';

  suiteSetup(async function () {
    this.timeout(60_000);
    bench = await TransformsBench.start((local) => asAws(local));
    const connection = bench.context.transforms.connection();
    const [glue, s3] = await Promise.all([connection.glue(), connection.s3()]);
    await s3.createBucket('company-data');
    const bytes = new TextEncoder().encode('id,name\n1,Ann\n2,Anne\n3,Bob\n');
    await s3.put('company-data', 'people/people.csv', bytes);
    await glue.createDatabase({ DatabaseInput: { Name: 'crm' } });
    await glue.createTable({
      DatabaseName: 'crm',
      TableInput: {
        Name: 'people',
        Parameters: { 'skip.header.line.count': '1' },
        StorageDescriptor: {
          Location: 's3://company-data/people/',
          Columns: [
            { Name: 'id', Type: 'bigint' },
            { Name: 'name', Type: 'string' },
          ],
          SerdeInfo: {
            SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
            Parameters: { separatorChar: ',', quoteChar: '"' },
          },
        },
      },
    });
  });
  suiteTeardown(async () => bench.stop());

  const node = () => bench.context.tree.transformNode(id);

  test('Create asks for role, version, capacity, key and tags, and sends them', async () => {
    await bench.run(
      'createTransform',
      undefined,
      { pick: 'crm' },
      { pick: 'people' },
      { pick: /^id / },
      { type: 'people' },
      { type: 'arn:aws:iam::123456789012:role/GlueFindMatches' },
      { pick: 'Glue 2.0' },
      { pick: '5 workers G.2X' },
      { pick: 'Yes, with a KMS key' },
      { type: 'arn:aws:kms:us-east-1:123456789012:key/abc' },
      { type: 'team=crm' },
      { pick: 'Favor precision' },
      { pick: 'Balanced' },
      { pick: 'No' },
      { pick: 'Create Transform' },
    );
    assert.ok(bench.ui.asked.some((question) => /^Primary key: .* \(not checked on AWS\)$/.test(question)));
    const [entry] = bench.context.transforms.store.all();
    assert.ok(entry);
    id = entry.id;
    const { transform } = entry;
    assert.equal(transform.GlueVersion, '2.0');
    assert.equal(transform.WorkerType, 'G.2X');
    assert.equal(transform.NumberOfWorkers, 5);
    assert.equal(transform.Role, 'arn:aws:iam::123456789012:role/GlueFindMatches');
    assert.equal(transform.TransformEncryption?.MlUserDataEncryption?.MlUserDataEncryptionMode, 'SSE-KMS');
    assert.equal(transform.Parameters?.FindMatchesParameters?.PrecisionRecallTradeoff, 0.9);
  });

  test('Generate checks the bucket first', async () => {
    await bench.run('generateLabelingSet', node(), { type: 's3://no-such-bucket-here/x/' });
    assert.match(bench.ui.told[0]?.message ?? '', /The bucket does not exist.*s3:\/\/no-such-bucket-here/);
    assert.equal(bench.context.transforms.store.get(id)?.runs?.length ?? 0, 0);
  });

  test('the ARN has the account of the role; the console opens at the transform', async () => {
    await bench.run('copyArn', node());
    assert.equal(bench.ui.copied, `arn:aws:glue:us-east-1:123456789012:mlTransform/${id}`);
    await bench.run('openInConsole', node());
    assert.match(bench.ui.opened[0] ?? '', /^https:\/\/us-east-1\.console\.aws\.amazon\.com\/glue\/.*tfm-/);
  });

  test('owners’ permissions pass the role on', async () => {
    await bench.run('showPermissions', node(), { pick: 'Owners' }, { type: 'company-data' });
    const text = bench.texts.at(-1)?.text ?? '';
    assert.match(text, /iam:PassRole/);
    assert.match(text, /arn:aws:s3:::company-data\/\*/);
    assert.ok(text.includes('123456789012'));
  });

  test('local tables are for Local only', async () => {
    await bench.run('addLocalTable', undefined);
    assert.match(bench.ui.told[0]?.message ?? '', /only be added to Local Glue\. Switch to Local first/);
  });

  test('Find Matches writes the script of a job once the transform is ready', async () => {
    const entry = bench.context.transforms.store.get(id);
    assert.ok(entry);
    bench.context.transforms.store.put({ ...entry.transform, Status: 'READY' });
    await bench.run('findMatches', node());
    const { text = '', name = '' } = bench.texts.at(-1) ?? {};
    assert.match(name, /\.py$/);
    assert.match(text, /FindMatches\.apply/);
    assert.ok(text.includes(id));
  });

  test('Import offers a copy without the rows that have no label, and the file stays as it is', async () => {
    const s3 = await bench.context.transforms.connection().s3();
    const key = 'labels/mine.csv';
    const rows = ['s,A,1,Ann', 's,A,2,Anne', 's,B,3,Bob', 't,A,1,Ann', 't,A,2,Anne', 't,,3,Bob'];
    const text = `labeling_set_id,label,id,name\n${rows.join('\n')}\n`;
    await s3.put('company-data', key, new TextEncoder().encode(text));
    // It was set aside, so nobody is warned of it.
    const record = identityDigest(LabelingFile.parse(new TextEncoder().encode(text)), 5);
    const notes = notesText({ rows: [{ set: 't', record, unsure: true, note: '' }], sets: [] });
    await s3.put('company-data', 'labels/.mine.csv.notes.json', new TextEncoder().encode(notes));
    await bench.run(
      'importLabels',
      node(),
      { pick: 'S3 path' },
      { type: `s3://company-data/${key}` },
      { choose: 'Import a Copy Without Them' },
    );
    assert.ok(
      bench.ui.asked.some((asked) => asked.includes('1 row of “mine.csv” has no label.')),
      bench.ui.asked.join('\n'),
    );
    await waitFor(() =>
      bench.ui.told.some(({ message }) =>
        /^5 labels were imported .* Rows without a label, left out: 1\./.test(message),
      ),
    );
    const [run] = bench.context.transforms.store.get(id)?.runs ?? [];
    const path = run?.Properties?.ImportLabelsTaskRunProperties?.InputS3Path ?? '';
    assert.match(path, new RegExp(`^s3://company-data/labels/${id}/.*/of-[\\w-]+/mine\\.csv$`));
    const stored = await s3.head('company-data', key);
    assert.ok(
      run !== undefined && hasImported(run, { bucket: 'company-data', key, ...stored }),
      'told by the run alone',
    );
    const copy = await s3.get('company-data', path.slice('s3://company-data/'.length));
    assert.equal(new TextDecoder().decode(copy.bytes), text.replace('t,,3,Bob\n', ''));
    assert.equal(new TextDecoder().decode((await s3.get('company-data', key)).bytes), text);
  });

  test('Switch Connection lists the profiles and takes a region of any partition', async () => {
    const file = join(homedir(), '.aws', 'config');
    await mkdir(join(homedir(), '.aws'), { recursive: true });
    await writeFile(file, '[profile beijing]\nregion = cn-north-1\n[sso-session x]\nsso_region = us-east-1\n');
    try {
      await bench.run('connect', undefined, { pick: 'beijing' }, { pick: 'cn-northwest-1' });
      assert.equal(bench.connections.current?.label, 'beijing · cn-northwest-1');
      await bench.run(
        'connect',
        undefined,
        { pick: 'Default credentials' },
        { pick: 'Another region' },
        { type: 'nowhere' },
      );
      assert.match(bench.ui.told[0]?.message ?? '', /Enter a region such as/);
      assert.equal(bench.connections.current?.label, 'beijing · cn-northwest-1');
      await bench.run('signIn', undefined);
      assert.match(bench.ui.told[0]?.message ?? '', /does not sign in through a browser/);
      await bench.run('connect', undefined, { pick: 'Disconnect' });
      assert.equal(bench.connections.current, undefined);
    } finally {
      await rm(file);
    }
  });
});

/** The same services under the name of an AWS connection. */
function asAws(local: Connection): Connection {
  return {
    id: 'aws.us-east-1.company',
    kind: 'aws',
    label: 'company · us-east-1',
    region: 'us-east-1',
    glue: () => local.glue(),
    s3: () => local.s3(),
  };
}
