import { chmod, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DamagedBackupError, readBackup, setAside, writeBackup } from '../../../../src/labeling/backup/backupFile';
import { BackupKeeper, backupOf, deleteOldClosed, findBackup } from '../../../../src/labeling/backup/keeper';
import { PutAside } from '../../../../src/labeling/backup/putAside';
import { LabelingDocument } from '../../../../src/labeling/document/document';
import { Journal } from '../../../../src/labeling/document/journal';
import { StoreError } from '../../../../src/labeling/stores/fileStore';
import { LocalFileStore } from '../../../../src/labeling/stores/localFile';
import { repaired } from '../../../../src/shared/checks/repair';
import type { LabelingFile } from '../../../../src/shared/file/labelingFile';
import { windows1252 } from '../../../../src/shared/foreignText';

const text = 'labeling_set_id,label,id\ns1,,1\ns1,,2\n';

function bytesOf(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

function opened(content = text): LabelingDocument {
  return new LabelingDocument({ bytes: bytesOf(content), version: 'v1' });
}

function saved(document: LabelingDocument): string {
  const snapshot = document.snapshot();
  document.saved(snapshot, 'next');
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(snapshot.bytes);
}

function put(document: LabelingDocument, row: number, after: string) {
  return document.edit({ name: `label ${row}`, changes: [{ row, before: '', after }] });
}

describe('the journal of unsaved edits', () => {
  const edit = (after: string) => ({ name: after, changes: [{ row: 0, before: '', after }] });

  test('undoing the newest edit takes it away, redoing brings it back', () => {
    const journal = new Journal();
    const [a, b] = [edit('A'), edit('B')];
    journal.did(a);
    journal.did(b);
    journal.undid(b);
    expect(journal.steps).toEqual([a]);
    journal.did(b);
    expect(journal.steps).toEqual([a, b]);
  });

  test('undoing an edit from before the save is a step, which its redo takes away', () => {
    const journal = new Journal();
    journal.undid(edit('A'));
    expect(journal.steps).toEqual([{ name: 'A', changes: [{ row: 0, before: 'A', after: '' }] }]);
    const old = edit('B');
    journal.undid(old);
    journal.did(old);
    expect(journal.steps.length).toBe(1);
  });
});

function repairedFile({ file }: LabelingDocument, foreign = windows1252): LabelingFile {
  return repaired(file, foreign) ?? file;
}

describe('a repair', () => {
  const marked = '\ufefflabeling_set_id;label;id\ns1;;1\ns1;;2\n';

  test('is an edit: saved, undone, redone; labels stay', () => {
    const document = opened(marked);
    put(document, 0, 'A');
    const edit = document.reform(repairedFile(document), 'repair');
    expect(document.isDirty).toBe(true);
    expect(saved(document)).toBe('labeling_set_id,label,id\ns1,A,1\ns1,,2\n');
    expect(document.isDirty).toBe(false);
    edit.undo();
    expect(document.isDirty).toBe(true);
    expect(saved(document)).toBe(marked.replace('s1;;1', 's1;A;1'));
    edit.redo();
    expect(saved(document)).toBe('labeling_set_id,label,id\ns1,A,1\ns1,,2\n');
  });

  test("is made again on someone else's version", () => {
    // Windows-1252, which lacks the label.
    const bytes = (label: string): Uint8Array =>
      new Uint8Array(Buffer.from(`labeling_set_id,label,name\ns1,,caf\u00e9\ns1,${label},Ann\n`, 'latin1'));
    const document = new LabelingDocument({ bytes: bytes(''), version: 'v1' });
    document.reform(repairedFile(document), 'repair');
    put(document, 0, '\u03a9');
    document.adopt({ bytes: bytes('B'), version: 'v2' });
    expect(document.isReformed).toBe(true);
    expect(saved(document)).toBe('labeling_set_id,label,name\ns1,\u03a9,caf\u00e9\ns1,B,Ann\n');
    expect(document.isDirty).toBe(false);
  });

  test('is given up by a revert', () => {
    const document = opened(marked);
    document.reform(repairedFile(document), 'repair');
    document.revert();
    expect(document.isDirty).toBe(false);
    expect(document.file.dialect.bom).toBe(true);
  });
});

test('someone began the same group for another record: the groups that became one are named', () => {
  const document = opened('labeling_set_id,label,id\ns1,,1\ns1,,2\ns1,,3\n');
  put(document, 0, 'A');
  const theirs = bytesOf('labeling_set_id,label,id\ns1,,1\ns1,,2\ns1,A,3\n');
  const { joined, merged } = document.adopt({ bytes: theirs, version: 'v2' });
  expect(merged).toBe(1);
  expect(joined.map(({ label, yours, theirs: others }) => ({ label, yours, others }))).toEqual([
    { label: 'A', yours: [0], others: [2] },
  ]);
});

test("an edit made on rows that someone else's version moved labels the record it was made for", () => {
  const document = opened('labeling_set_id,label,id\ns1,,1\ns1,,2\ns1,,3\n');
  const shown = document.rowsVersion;
  document.adopt({ bytes: bytesOf('labeling_set_id,label,id\ns1,,3\ns1,,1\n'), version: 'v2' });
  const late = [0, 1].map((row) => ({ row, before: '', after: 'A' }));
  document.edit({ name: 'late', changes: document.follow(late, shown) });
  expect([0, 1].map((row) => document.label(row))).toEqual(['', 'A']);
});

describe('backups and files on disk', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glue-labeling-backup-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('are read as they were written; none is no error; a damaged one is, and is kept', async () => {
    const path = join(folder, 'deep', 'b.json');
    expect(await readBackup(path)).toBeUndefined();
    const document = opened();
    put(document, 0, 'A');
    const backup = backupOf('uri', document, 'owner');
    await writeBackup(path, backup);
    expect(await readBackup(path)).toMatchObject(backup);
    const content = await readFile(path, 'utf8');
    await writeFile(path, content.slice(0, -3));
    await expect(readBackup(path)).rejects.toBeInstanceOf(DamagedBackupError);
    await setAside(path);
    expect(await readdir(join(folder, 'deep'))).toEqual(['b.json.damaged']);
  });

  test('a backup holds no data of records', async () => {
    const document = opened(text.replace('s1,,1', 's1,,secret'));
    put(document, 0, 'A');
    const path = join(folder, 'b.json');
    await writeBackup(path, backupOf('uri', document, 'owner'));
    expect(await readFile(path, 'utf8')).not.toContain('secret');
  });

  test('the keeper keeps a file while there is something unsaved, and puts it aside on closing', async () => {
    const path = join(folder, 'b.json');
    const aside = new PutAside();
    const document = opened();
    const keeper = new BackupKeeper(path, 'uri', document);
    const edit = put(document, 0, 'A');
    await keeper.flush();
    expect((await findBackup(path, undefined))?.rows.length).toBe(1);
    edit?.undo();
    await keeper.flush();
    expect(await findBackup(path, keeper.id)).toBeUndefined();
    edit?.redo();
    await keeper.flush();
    await keeper.close(aside);
    await aside.settle(path);
    expect(await findBackup(path, undefined)).toBeUndefined();
    expect((await findBackup(path, keeper.id))?.rows.length).toBe(1);
  });

  test('what was put aside comes back only to an offer of that very opening, and goes when labels are saved', async () => {
    const path = join(folder, 'b.json');
    const aside = new PutAside();
    const document = opened();
    const keeper = new BackupKeeper(path, 'uri', document);
    put(document, 0, 'A');
    await keeper.flush();
    await keeper.close(aside);
    await aside.settle(path);
    const next = new BackupKeeper(path, 'uri', document);
    expect(await findBackup(path, next.id), 'an offer of another opening').toBeUndefined();
    await next.flush();
    saved(document);
    await next.flush();
    await next.close(aside);
    expect(await readdir(folder)).toEqual([]);
  });

  test('a window that ends after it closed a file leaves the labels where the next one finds them', async () => {
    const path = join(folder, 'b.json');
    const aside = new PutAside();
    const document = opened();
    const keeper = new BackupKeeper(path, 'uri', document);
    put(document, 0, 'A');
    await keeper.flush();
    await keeper.close(aside);
    expect((await findBackup(path, undefined))?.rows.length).toBe(1);
    aside.dispose();
    await aside.settle(path);
    expect((await findBackup(path, undefined))?.rows.length).toBe(1);
  });

  test('what the next window has unsaved is not put aside by the one before', async () => {
    const path = join(folder, 'b.json');
    const aside = new PutAside();
    const [before, after] = [opened(), opened()];
    put(before, 0, 'A');
    put(after, 0, 'B');
    const keeper = new BackupKeeper(path, 'uri', before);
    await keeper.flush();
    await keeper.close(aside);
    const next = new BackupKeeper(path, 'uri', after);
    await next.flush();
    await aside.settle(path);
    expect((await findBackup(path, undefined))?.rows).toMatchObject([{ label: 'B' }]);
    next.dispose();
  });

  test('what was put aside is kept for a month', async () => {
    const now = Date.UTC(2026, 5, 1);
    const days = (count: number) => new Date(now - count * 24 * 3600 * 1000);
    for (const [name, age] of [
      ['old.json.closed', 31],
      ['new.json.closed', 29],
      ['unsaved.json', 400],
    ] as const) {
      await writeFile(join(folder, name), '');
      await utimes(join(folder, name), days(age), days(age));
    }
    await deleteOldClosed(folder, now);
    expect((await readdir(folder)).sort()).toEqual(['new.json.closed', 'unsaved.json']);
    await deleteOldClosed(join(folder, 'none'), now);
  });

  test('a damaged backup that was put aside is named', async () => {
    const path = join(folder, 'b.json');
    await writeFile(`${path}.closed`, 'not a backup');
    await expect(findBackup(path, `${path}#owner`)).rejects.toMatchObject({ path: `${path}.closed` });
  });

  test('a keeper leaves the labels of another window alone', async () => {
    const path = join(folder, 'b.json');
    const [mine, theirs] = [opened(), opened()];
    const keeper = new BackupKeeper(path, 'uri', mine);
    const others = new BackupKeeper(path, 'uri', theirs);
    put(theirs, 0, 'A');
    await others.flush();
    await keeper.flush();
    await keeper.close(new PutAside());
    expect((await findBackup(path, undefined))?.rows.length).toBe(1);
    others.dispose();
  });

  test('one that takes the place of a restored backup deletes it once nothing is unsaved', async () => {
    const path = join(folder, 'b.json');
    const document = opened();
    put(document, 0, 'A');
    await writeBackup(path, backupOf('uri', document, 'a killed window'));
    const keeper = new BackupKeeper(path, 'uri', opened(), await findBackup(path, undefined));
    await keeper.flush();
    expect(await readdir(folder)).toEqual([]);
    keeper.dispose();
  });

  test('labels handed over to another name are there, and are not kept under the old one', async () => {
    const [from, to] = [join(folder, 'from.json'), join(folder, 'to.json')];
    const document = opened();
    const keeper = new BackupKeeper(from, 'from', document);
    put(document, 0, 'A');
    await keeper.flush();
    await keeper.handOver(to, 'to');
    await keeper.close(new PutAside());
    await keeper.flush();
    expect(await findBackup(to, undefined)).toMatchObject({ uri: 'to', rows: [{ row: 0, label: 'A' }] });
    expect(await readdir(folder)).toEqual(['to.json']);
  });

  test('a local file is written whole, over the version that was read only', async () => {
    const path = join(folder, 'labels.csv');
    await writeFile(path, text);
    await chmod(path, 0o664);
    const store = new LocalFileStore(path);
    const { version } = await store.read();
    await writeFile(path, text.replace('s1,,2', 's1,B,2'));
    await expect(store.write(bytesOf('mine'), version)).rejects.toSatisfy((error) => StoreError.is(error, 'changed'));
    await store.write(bytesOf('mine'), await store.version());
    expect(await readFile(path, 'utf8')).toBe('mine');
    expect((await stat(path)).mode & 0o777, 'also what the mask of this process would cut').toBe(0o664);
    expect(await readdir(folder)).toEqual(['labels.csv']);
    await rm(path);
    await expect(store.write(bytesOf('mine'), version)).rejects.toSatisfy((error) => StoreError.is(error, 'missing'));
    await store.write(bytesOf('new'), undefined);
    expect(await readFile(path, 'utf8')).toBe('new');
  });
});

describe('labels accepted from a suggestion', () => {
  const accept = (document: LabelingDocument, ...rows: readonly number[]) =>
    document.edit({
      name: 'accept',
      changes: rows.map((row) => ({ row, before: '', after: 'A', isAccepted: true })),
    });

  test('are known until they are undone or labeled by hand, and again when that is undone', () => {
    const document = opened();
    const accepted = accept(document, 0, 1);
    expect(document.acceptedRows()).toEqual([0, 1]);
    accepted?.undo();
    expect(document.acceptedRows()).toEqual([]);
    const byHand = put(document, 0, 'A');
    expect(document.acceptedRows(), 'the same label by hand').toEqual([]);
    byHand?.undo();
    accepted?.redo();
    const other = put(document, 0, 'B');
    expect(document.acceptedRows()).toEqual([1]);
    other?.undo();
    expect(document.acceptedRows()).toEqual([0, 1]);
  });

  test('stay known when someone else moves their rows or changes one of them', () => {
    const document = opened();
    accept(document, 0, 1);
    saved(document);
    document.adopt({ bytes: bytesOf('labeling_set_id,label,id\ns0,,0\ns1,A,1\ns1,C,2\n'), version: 'v2' });
    expect(document.acceptedRows()).toEqual([1]);
  });
});
