import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { backupOf } from '../../../../src/labeling/backup/keeper';
import { restore } from '../../../../src/labeling/backup/restore';
import { LabelingDocument } from '../../../../src/labeling/document/document';
import { identityDigest } from '../../../../src/labeling/document/rowIdentity';
import { S3FileStore } from '../../../../src/labeling/s3/objectFile';
import { Saving, type SavingQuestions } from '../../../../src/labeling/saving/saving';
import { saveErrorText } from '../../../../src/labeling/stores/errorTexts';
import { NotedFileStore } from '../../../../src/labeling/stores/notedFile';
import { unsure } from '../../../../src/shared/labels/unsure';
import { keysOfRows, notesOn, notesPath, withRowNote, withSetNote } from '../../../../src/shared/notes/notesFile';
import { faults } from '../../../harness/faultProxy';
import { type S3Bench, startS3Bench } from '../s3Bench';

vi.mock('vscode', () => import('../../vscodeText'));

const key = 'sets/labels.csv';
const notesKey = 'sets/.labels.csv.notes.json';
const header = 'labeling_set_id,label,id,name';
const original = `${header}\ns1,,1,Ann\ns1,,2,Anne\ns2,,3,Bob\ns2,,4,Rob\n`;

let bench: S3Bench;

beforeAll(async () => {
  bench = await startS3Bench();
});

afterAll(() => bench.stop());

beforeEach(async () => {
  bench.proxy.heal();
  await bench.direct.put('bucket', key, new TextEncoder().encode(original));
  await bench.direct.put('bucket', notesKey, new TextEncoder().encode('{"format":1,"rows":[],"sets":[]}'));
});

async function text(of: string): Promise<string> {
  return new TextDecoder().decode((await bench.direct.get('bucket', of)).bytes);
}

const never: SavingQuestions = {
  decide: () => Promise.reject(new Error('asked about conflicts')),
  recreate: () => Promise.reject(new Error('asked to write again')),
  giveUp: () => Promise.reject(new Error('asked to give up labels')),
  replace: () => Promise.reject(new Error('asked to write over what is no labeling file')),
  decided: () => undefined,
  adopted: () => undefined,
  decisionName: (rows) => `decide ${rows} rows`,
};

interface Editor {
  readonly store: NotedFileStore;
  readonly document: LabelingDocument;
  readonly saving: Saving;
}

async function open(questions: Partial<SavingQuestions> = {}): Promise<Editor> {
  const at = (path: string) =>
    new S3FileStore(bench.objects, { authority: 'test', path: `/bucket/${path}` }, () => Promise.resolve(true));
  const store = new NotedFileStore(at(key), at(notesPath(key)));
  const document = new LabelingDocument(await store.read());
  return { store, document, saving: new Saving(document, store, { ...never, ...questions }) };
}

function label({ document }: Editor, row: number, after: string) {
  return document.edit({ name: `label ${row}`, changes: [{ row, before: document.label(row), after }] });
}

async function note({ store, document, saving }: Editor, row: number, before: string, after: string): Promise<void> {
  const [at = ''] = keysOfRows(document.file, [row], identityDigest);
  await saving.annotate((version) => store.annotate((notes) => withRowNote(notes, at, before, after), version));
}

test('a row that was set aside is so again after saving and opening, and the file has no label of it', async () => {
  const one = await open();
  label(one, 1, unsure);
  label(one, 0, 'A');
  expect(one.document.isDirty).toBe(true);
  await one.saving.save();
  expect(one.document.isDirty).toBe(false);
  expect(await text(key)).toBe(original.replace('s1,,1', 's1,A,1'));
  const two = await open();
  expect([0, 1, 2, 3].map((row) => two.document.label(row))).toEqual(['A', unsure, '', '']);
  expect(two.document.isDirty).toBe(false);
  label(two, 1, '');
  expect(two.document.isDirty).toBe(true);
  await two.saving.save();
  expect((await open()).document.label(1)).toBe('');
});

test('setting aside is undone and redone as any edit, also after a save', async () => {
  const one = await open();
  label(one, 1, 'B');
  const edit = label(one, 1, unsure);
  await one.saving.save();
  edit?.undo();
  expect(one.document.label(1)).toBe('B');
  await one.saving.save();
  expect(await text(key)).toBe(original.replace('s1,,2', 's1,B,2'));
  edit?.redo();
  await one.saving.save();
  expect(await text(key)).toBe(original);
  expect((await open()).document.label(1)).toBe(unsure);
});

test('a backup brings it back, also where the row lies elsewhere by then', async () => {
  const one = await open();
  label(one, 3, unsure);
  const backup = JSON.parse(JSON.stringify({ format: 1, ...backupOf('uri', one.document, 'me') })) as ReturnType<
    typeof backupOf
  >;
  await bench.direct.put('bucket', key, new TextEncoder().encode(`${header}\ns2,,4,Rob\ns1,,1,Ann\n`));
  const two = await open();
  expect(restore(two.document, backup, 'restored').labels).toBe(1);
  expect(two.document.label(0)).toBe(unsure);
});

test('two editors that set rows aside at the same time have both', async () => {
  const [one, two] = [await open(), await open()];
  label(one, 0, unsure);
  label(two, 1, unsure);
  await one.saving.save();
  await two.saving.save();
  expect([0, 1].map((row) => two.document.label(row))).toEqual([unsure, unsure]);
  expect((await one.saving.check()).kind).toBe('adopted');
  expect([0, 1].map((row) => one.document.label(row))).toEqual([unsure, unsure]);
  expect([0, 1].map((row) => one.document.isDirty || row)).toEqual([0, 1]);
});

test('a row that one labels and the other sets aside is asked about', async () => {
  const asked: unknown[] = [];
  const one = await open();
  const two = await open({
    decide: (rows) => {
      asked.push(...rows);
      return Promise.resolve(new Map([[0, 'A']]));
    },
  });
  label(one, 0, unsure);
  label(two, 0, 'A');
  await one.saving.save();
  await two.saving.save();
  expect(asked).toEqual([{ row: 0, base: '', theirs: unsure, yours: 'A' }]);
  expect((await open()).document.label(0)).toBe('A');
});

test('two editors lose no note of each other, not even on the same row', async () => {
  const [one, two] = [await open(), await open()];
  await note(one, 0, '', 'first');
  await note(two, 1, '', 'second');
  await note(two, 0, '', 'other');
  await one.saving.annotate((version) =>
    one.store.annotate((notes) => withSetNote(notes, 's2', '', 'of the set'), version),
  );
  const { document, store } = await open();
  expect(notesOn(document.file, store.notes, identityDigest)).toEqual({
    rows: [
      [0, 'first / other'],
      [1, 'second'],
    ],
    sets: [[1, 'of the set']],
  });
});

test('rows that hold the same are told apart', async () => {
  const alike = `${header}\ns1,,1,Ann\ns1,,1,Ann\ns1,,1,Ann\ns2,,1,Ann\n`;
  await bench.direct.put('bucket', key, new TextEncoder().encode(alike));
  const one = await open();
  label(one, 1, unsure);
  label(one, 2, 'A');
  await one.saving.save();
  await note(one, 2, '', 'of the third');
  const two = await open();
  expect([0, 1, 2, 3].map((row) => two.document.label(row))).toEqual(['', unsure, 'A', '']);
  expect(notesOn(two.document.file, two.store.notes, identityDigest).rows).toEqual([[2, 'of the third']]);
  label(two, 1, '');
  label(two, 0, unsure);
  await two.saving.save();
  const three = await open();
  expect([0, 1, 2, 3].map((row) => three.document.label(row))).toEqual([unsure, '', 'A', '']);
});

test('a note is no edit: the labels stay saved, and unsaved ones of others are not taken for it', async () => {
  const one = await open();
  await note(one, 0, '', 'a note');
  expect(one.document.isDirty).toBe(false);
  expect((await one.saving.check()).kind).toBe('same');
  const two = await open();
  label(two, 1, unsure);
  await two.saving.save();
  await note(one, 0, 'a note', 'another');
  expect((await one.saving.check()).kind).toBe('adopted');
  expect(one.document.label(1)).toBe(unsure);
});

test('notes that can’t be stored are told, and nothing counts as saved', async () => {
  const one = await open();
  label(one, 0, unsure);
  bench.proxy.inject(faults.accessDenied, { method: 'PUT' });
  const refused = await one.saving.save().catch((error: unknown) => error);
  expect(one.document.isDirty).toBe(true);
  expect(saveErrorText(refused, key)).toBe(`You need s3:PutObject on “${notesKey}”. Or use Save As.`);
  // The notes are written and the labels are refused: then it is the labeling file that is named.
  bench.proxy.heal();
  label(one, 1, 'A');
  bench.proxy.inject(faults.accessDenied, { method: 'PUT', path: '/labels.csv' });
  const other = await one.saving.save().catch((error: unknown) => error);
  expect(saveErrorText(other, key)).toBe(`You need s3:PutObject on “${key}”. Or use Save As.`);
  bench.proxy.heal();
  await one.saving.save();
  expect((await open()).document.label(0)).toBe(unsure);
});

test('notes that can’t be read are left as they are, and labels are saved all the same', async () => {
  const damaged = '{"format":2}';
  await bench.direct.put('bucket', notesKey, new TextEncoder().encode(damaged));
  const one = await open();
  expect(one.store.damage?.message).toBe('The notes are not of format 1.');
  label(one, 0, 'A');
  await one.saving.save();
  await expect(note(one, 0, '', 'lost?')).rejects.toThrow('can’t be read');
  label(one, 1, unsure);
  await expect(one.saving.save()).rejects.toThrow('can’t be read');
  expect(one.document.isDirty).toBe(true);
  expect(await text(notesKey)).toBe(damaged);
});
