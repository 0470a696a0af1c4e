import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { backupOf } from '../../../../src/labeling/backup/keeper';
import { restore } from '../../../../src/labeling/backup/restore';
import { LabelingDocument } from '../../../../src/labeling/document/document';
import { S3FileStore } from '../../../../src/labeling/s3/objectFile';
import { Saving, type SavingQuestions } from '../../../../src/labeling/saving/saving';
import { StoreError } from '../../../../src/labeling/stores/fileStore';
import { LabelingFileError } from '../../../../src/shared/file/labelingFileError';
import { faults } from '../../../harness/faultProxy';
import { type S3Bench, startS3Bench } from '../s3Bench';

const key = 'sets/labels 1.csv';
const uri = { authority: 'test', path: `/bucket/${key}` };
const header = 'labeling_set_id,label,id,name';
const original = `${header}\ns1,,1,Ann\ns1,,2,Anne\ns2,,3,Bob\ns2,,4,Rob\n`;

let bench: S3Bench;

beforeAll(async () => {
  bench = await startS3Bench();
});

afterAll(() => bench.stop());

beforeEach(async () => {
  bench.proxy.heal();
  await storeElsewhere(original);
});

async function storeElsewhere(text: string): Promise<void> {
  await bench.direct.put('bucket', key, new TextEncoder().encode(text));
}

async function stored(): Promise<string> {
  return new TextDecoder().decode((await bench.direct.get('bucket', key)).bytes);
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

async function open(questions: Partial<SavingQuestions> = {}): Promise<{ document: LabelingDocument; saving: Saving }> {
  const store = new S3FileStore(bench.objects, uri, () => Promise.resolve(true));
  const document = new LabelingDocument(await store.read());
  return { document, saving: new Saving(document, store, { ...never, ...questions }) };
}

function label(document: LabelingDocument, row: number, after: string): { undo(): void; redo(): void } | undefined {
  return document.edit({ name: `label ${row}`, changes: [{ row, before: document.label(row), after }] });
}

describe('saving', () => {
  test('writes the labels and nothing else', async () => {
    const { document, saving } = await open();
    label(document, 0, 'A');
    await saving.save();
    expect(await stored()).toBe(original.replace('s1,,1', 's1,A,1'));
    expect(document.isDirty).toBe(false);
  });

  test('stores what is edited while it runs, one PUT at a time', async () => {
    const { document, saving } = await open();
    const before = bench.proxy.count('PUT');
    const gate = Promise.withResolvers<void>();
    bench.proxy.inject({ kind: 'hold', until: gate.promise }, { method: 'PUT', times: 1 });
    label(document, 0, 'A');
    const saves = [saving.save()];
    await expect.poll(() => bench.proxy.count('PUT')).toBe(before + 1);
    label(document, 1, 'B');
    saves.push(saving.save(), saving.save());
    gate.resolve();
    await Promise.all(saves);
    expect(await stored()).toBe(original.replace('s1,,1', 's1,A,1').replace('s1,,2', 's1,B,2'));
    expect(bench.proxy.count('PUT')).toBe(before + 2);
    expect(bench.proxy.maxPuts).toBe(1);
  });

  test('keeps content type, metadata and encryption', async () => {
    await bench.direct.put('bucket', key, new TextEncoder().encode(original), {
      keep: {
        etag: '',
        size: 0,
        modified: new Date(),
        contentType: 'text/x-labels',
        metadata: { round: '3' },
        serverSideEncryption: 'aws:kms',
        kmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/k',
      },
    });
    const { document, saving } = await open();
    label(document, 0, 'A');
    await saving.save();
    label(document, 1, 'A');
    await saving.save();
    expect(await bench.direct.head('bucket', key)).toMatchObject({
      contentType: 'text/x-labels',
      metadata: { round: '3' },
      serverSideEncryption: 'aws:kms',
      kmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/k',
    });
  });

  test('merges labels of others by row', async () => {
    const { document, saving } = await open();
    label(document, 0, 'A');
    await storeElsewhere(original.replace('s2,,3', 's2,Z,3'));
    await saving.save();
    expect(await stored()).toBe(original.replace('s2,,3', 's2,Z,3').replace('s1,,1', 's1,A,1'));
    expect(document.label(2)).toBe('Z');
  });

  test('asks about rows that both changed differently; the choice can be undone', async () => {
    const undos: { undo(): void }[] = [];
    const { document, saving } = await open({
      decide: async (rows) => new Map(rows.map(({ row, theirs }) => [row, theirs])),
      decided: (edit) => undos.push(edit),
    });
    label(document, 0, 'A');
    label(document, 1, 'A');
    await storeElsewhere(original.replace('s1,,1', 's1,B,1'));
    await saving.save();
    expect(await stored()).toBe(original.replace('s1,,1', 's1,B,1').replace('s1,,2', 's1,A,2'));
    undos[0]?.undo();
    expect(document.label(0)).toBe('A');
    await saving.save();
    expect(await stored()).toContain('s1,A,1');
  });

  test('nothing is overwritten without a choice', async () => {
    const { document, saving } = await open({ decide: () => Promise.resolve(undefined) });
    label(document, 0, 'A');
    await storeElsewhere(original.replace('s1,,1', 's1,B,1'));
    await expect(saving.save()).rejects.toSatisfy((error) => StoreError.is(error, 'refused'));
    expect(await stored()).toContain('s1,B,1');
    expect(document.label(0)).toBe('A');
    expect(document.isDirty).toBe(true);
  });

  test('a label changed to one of the same length by someone else is noticed', async () => {
    await storeElsewhere(original.replace('s1,,1', 's1,A,1'));
    let asked = 0;
    const { document, saving } = await open({
      decide: async (rows) => {
        asked += 1;
        return new Map(rows.map(({ row, yours }) => [row, yours]));
      },
    });
    label(document, 0, 'C');
    await storeElsewhere(original.replace('s1,,1', 's1,B,1'));
    await saving.save();
    expect(asked).toBe(1);
    expect(await stored()).toContain('s1,C,1');
  });

  test('merges by record when rows were moved', async () => {
    const { document, saving } = await open();
    const edit = label(document, 0, 'A');
    await storeElsewhere(`${header}\ns2,,4,Rob\ns2,,3,Bob\ns1,,1,Ann\ns1,,2,Anne\n`);
    await saving.save();
    expect(await stored()).toBe(`${header}\ns2,,4,Rob\ns2,,3,Bob\ns1,A,1,Ann\ns1,,2,Anne\n`);
    edit?.undo();
    expect(document.label(2)).toBe('');
    expect(document.isDirty).toBe(true);
  });

  test('does not drop labels whose rows are gone', async () => {
    let asked = 0;
    const { document, saving } = await open({
      giveUp: async (labels) => {
        asked = labels;
        return false;
      },
    });
    label(document, 0, 'A');
    await storeElsewhere(`${header}\ns2,,3,Bob\n`);
    await expect(saving.save()).rejects.toSatisfy((error) => StoreError.is(error, 'refused'));
    expect(asked).toBe(1);
    expect(document.label(0)).toBe('A');
    expect(document.isDirty).toBe(true);
  });

  test('writes over what is no labeling file only when told so', async () => {
    const answers = [false, true];
    const { document, saving } = await open({ replace: async () => answers.shift() ?? false });
    label(document, 0, 'A');
    const rubbish = 'id,name\n1,Ann\n';
    await storeElsewhere(rubbish);
    await expect(saving.check()).rejects.toBeInstanceOf(LabelingFileError);
    await expect(saving.save()).rejects.toBeInstanceOf(LabelingFileError);
    expect(await stored()).toBe(rubbish);
    expect(document.isDirty).toBe(true);
    await saving.save();
    expect(await stored()).toBe(original.replace('s1,,1', 's1,A,1'));
    expect(document.isDirty).toBe(false);
  });

  test('writes over what is no labeling file also without an unsaved label, unless it is given up', async () => {
    const { document, saving } = await open({ replace: async () => true });
    await storeElsewhere('id,name\n1,Ann\n');
    bench.proxy.inject(faults.accessDenied, { method: 'PUT' });
    await expect(saving.save()).rejects.toSatisfy((error) => StoreError.is(error, 'denied'));
    expect(document.isDirty).toBe(true);
    await expect(saving.revert()).rejects.toBeInstanceOf(LabelingFileError);
    expect(document.isDirty).toBe(false);
    bench.proxy.heal();
    await saving.save();
    expect(await stored()).toBe(original);
  });

  test('a write that meets another one under way is tried again', async () => {
    const { document, saving } = await open();
    label(document, 0, 'A');
    bench.proxy.inject(faults.conflict, { method: 'PUT', times: 2 });
    await saving.save();
    expect(await stored()).toBe(original.replace('s1,,1', 's1,A,1'));
  });

  test('stops when others come before every time', async () => {
    const { document, saving } = await open();
    label(document, 0, 'A');
    const before = bench.proxy.count('PUT');
    bench.proxy.inject(faults.conflict, { method: 'PUT' });
    await expect(saving.save()).rejects.toSatisfy((error) => StoreError.is(error, 'changed'));
    expect(bench.proxy.count('PUT')).toBe(before + 5);
    expect(document.isDirty).toBe(true);
  });

  test('writes a deleted file again only when told so', async () => {
    const answers = [false, true];
    const { document, saving } = await open({ recreate: async () => answers.shift() ?? false });
    label(document, 0, 'A');
    await bench.direct.delete('bucket', key);
    await expect(saving.save()).rejects.toSatisfy((error) => StoreError.is(error, 'missing'));
    expect(document.isDirty).toBe(true);
    await saving.save();
    expect(await stored()).toBe(original.replace('s1,,1', 's1,A,1'));
  });

  test('revert gives up labels even when the store does not answer', async () => {
    const { document, saving } = await open();
    const edit = label(document, 0, 'A');
    bench.proxy.inject(faults.accessDenied);
    await expect(saving.revert()).rejects.toSatisfy((error) => StoreError.is(error, 'denied'));
    expect(document.label(0)).toBe('');
    expect(document.isDirty).toBe(false);
    edit?.redo();
    expect(document.label(0)).toBe('A');
  });
});

describe('saving elsewhere', () => {
  test('holds what is edited meanwhile; the document stays unsaved', async () => {
    const { document, saving } = await open();
    label(document, 0, 'A');
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const written: string[] = [];
    const saved = saving.saveElsewhere(async (bytes) => {
      const at = written.push(new TextDecoder().decode(bytes)) - 1;
      begun[at]?.resolve();
      await gates[at]?.promise;
    });
    await begun[0]?.promise;
    expect(saving.isSaving).toBe(true);
    label(document, 1, 'B');
    gates[0]?.resolve();
    await begun[1]?.promise;
    gates[1]?.resolve();
    await saved;
    expect(written.at(-1)).toBe(original.replace('s1,,1', 's1,A,1').replace('s1,,2', 's1,B,2'));
    expect(written.length).toBe(2);
    expect(document.isDirty).toBe(true);
    expect(saving.isSaving).toBe(false);
    expect(await stored()).toBe(original);
  });

  test('does not wait for a save that gets no answer', async () => {
    const { document, saving } = await open();
    label(document, 0, 'A');
    const gate = Promise.withResolvers<void>();
    bench.proxy.inject({ kind: 'hold', until: gate.promise }, { method: 'HEAD', times: 1 });
    const arrived = bench.proxy.arrival(key, 'HEAD');
    const saved = saving.save();
    await arrived;
    await saving.saveElsewhere(() => Promise.resolve());
    gate.resolve();
    await saved;
  });
});

describe('a revert', () => {
  function held(method: string, then?: typeof faults.accessDenied): { arrived: Promise<void>; release(): void } {
    const gate = Promise.withResolvers<void>();
    bench.proxy.inject({ kind: 'hold', until: gate.promise, then }, { method, times: 1 });
    return { arrived: bench.proxy.arrival(key, method), release: gate.resolve };
  }

  test('keeps labels set while it reads, and takes over what others stored', async () => {
    const { document, saving } = await open();
    label(document, 0, 'A');
    await storeElsewhere(original.replace('s2,,4', 's2,Q,4'));
    const { arrived, release } = held('HEAD');
    const reverted = saving.revert();
    expect(document.isDirty, 'given up at once').toBe(false);
    await arrived;
    label(document, 1, 'B');
    release();
    await reverted;
    expect([0, 1, 2, 3].map((row) => document.label(row))).toEqual(['', 'B', '', 'Q']);
    expect(document.isDirty).toBe(true);
  });

  test('during a PUT: what the PUT stores is shown, nothing that was given up is stored after it', async () => {
    const { document, saving } = await open();
    label(document, 0, 'A');
    const { arrived, release } = held('PUT');
    const before = bench.proxy.count('PUT');
    const saved = saving.save();
    await arrived;
    label(document, 1, 'B');
    const reverted = saving.revert();
    release();
    await Promise.all([saved, reverted]);
    expect(await stored()).toBe(original.replace('s1,,1', 's1,A,1'));
    expect([document.label(0), document.label(1)]).toEqual(['A', '']);
    expect(document.isDirty).toBe(false);
    expect(bench.proxy.count('PUT')).toBe(before + 1);
  });

  test('during a PUT: a label set after it is stored, in the place of the one given up too', async () => {
    const { document, saving } = await open();
    label(document, 0, 'A');
    const { arrived, release } = held('PUT');
    const saved = saving.save();
    await arrived;
    const reverted = saving.revert();
    label(document, 0, 'C');
    release();
    await Promise.all([saved, reverted]);
    expect(await stored()).toBe(original.replace('s1,,1', 's1,C,1'));
    expect(document.isDirty).toBe(false);
  });

  test('during a PUT that fails: there is nothing to save any more', async () => {
    const { document, saving } = await open();
    label(document, 0, 'A');
    const { arrived, release } = held('PUT', faults.accessDenied);
    const saved = saving.save();
    await arrived;
    const reverted = saving.revert();
    release();
    await Promise.all([saved, reverted]);
    expect(document.isDirty).toBe(false);
    expect(await stored()).toBe(original);
  });

  test('while a question is open: the save ends', async () => {
    const answer = Promise.withResolvers<undefined>();
    const asked = Promise.withResolvers<void>();
    const { document, saving } = await open({
      decide: () => {
        asked.resolve();
        return answer.promise;
      },
    });
    label(document, 0, 'A');
    await storeElsewhere(original.replace('s1,,1', 's1,B,1'));
    const saved = saving.save();
    await asked.promise;
    answer.resolve(undefined);
    const reverted = saving.revert();
    await Promise.all([saved, reverted]);
    expect(document.label(0)).toBe('B');
    expect(document.isDirty).toBe(false);
  });
});

describe('what may be opened and written', () => {
  test('an object over 50 MB is read only after asking', async () => {
    await bench.direct.put('bucket', 'large.csv', new Uint8Array(50 * 1024 * 1024 + 1));
    const large = { authority: 'test', path: '/bucket/large.csv' };
    const before = bench.proxy.count('GET');
    const asked: number[] = [];
    const store = new S3FileStore(bench.objects, large, async (_, size) => {
      asked.push(size);
      return asked.length > 1;
    });
    await expect(store.read()).rejects.toSatisfy((error) => StoreError.is(error, 'refused'));
    expect(bench.proxy.count('GET')).toBe(before);
    expect((await store.read()).bytes.length).toBe(50 * 1024 * 1024 + 1);
    expect((await store.read()).bytes.length).toBe(50 * 1024 * 1024 + 1);
    expect(asked.length, 'asked again after the answer').toBe(2);
  });

  test('a refused write makes the object read-only until one succeeds', async () => {
    const { document, saving } = await open();
    label(document, 0, 'A');
    bench.proxy.inject(faults.accessDenied, { method: 'PUT' });
    await expect(saving.save()).rejects.toSatisfy((error) => StoreError.is(error, 'denied'));
    expect(bench.objects.isReadOnly(uri)).toBe(true);
    bench.proxy.heal();
    await saving.save();
    expect(bench.objects.isReadOnly(uri)).toBe(false);
  });

  test('without the right to read, there is a clear refusal', async () => {
    bench.proxy.inject(faults.accessDenied);
    await expect(open()).rejects.toSatisfy((error) => StoreError.is(error, 'denied'));
  });
});

describe('a write that fails', () => {
  const rejected = {
    expiredToken: 'credentials',
    accessDenied: 'denied',
    slowDown: 'busy',
    requestTimeout: 'unreachable',
    conflict: 'changed',
    cutRequest: 'unreachable',
    cutBody: 'unreachable',
  } as const;

  for (const [name, failure] of Object.entries(rejected)) {
    test(`${name}: the labels stay, and a retry stores them`, async () => {
      const { document, saving } = await open();
      label(document, 0, 'A');
      bench.proxy.inject(faults[name as keyof typeof rejected], { method: 'PUT' });
      await expect(saving.save()).rejects.toSatisfy((error) => StoreError.is(error, failure));
      expect(document.isDirty).toBe(true);
      expect(await stored()).toBe(original);
      bench.proxy.heal();
      await saving.save();
      expect(await stored()).toBe(original.replace('s1,,1', 's1,A,1'));
      expect(document.isDirty).toBe(false);
    });
  }

  test('a large body that is cut off on its way stores nothing of it', async () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => `s${row >> 3},,${row},Ann ${row} of twenty thousand`);
    const large = `${header}\n${rows.join('\n')}\n`;
    await storeElsewhere(large);
    const { document, saving } = await open();
    label(document, 19_999, 'A');
    bench.proxy.inject(faults.cutBody, { method: 'PUT' });
    await expect(saving.save()).rejects.toSatisfy((error) => StoreError.is(error, 'unreachable'));
    expect(document.isDirty).toBe(true);
    expect(await stored()).toBe(large);
    bench.proxy.heal();
    await saving.save();
    expect(await stored()).toBe(large.replace(',,19999,', ',A,19999,'));
  });

  test('no answer at all: the write is given up in time, the labels stay, and a retry stores them', async () => {
    const impatient = await startS3Bench(300);
    try {
      await impatient.direct.put('bucket', key, new TextEncoder().encode(original));
      const store = new S3FileStore(impatient.objects, uri, () => Promise.resolve(true));
      const document = new LabelingDocument(await store.read());
      const saving = new Saving(document, store, never);
      label(document, 0, 'A');
      impatient.proxy.inject({ kind: 'silence' }, { method: 'PUT' });
      await expect(saving.save()).rejects.toSatisfy((error) => StoreError.is(error, 'unreachable'));
      expect(document.isDirty).toBe(true);
      impatient.proxy.heal();
      await saving.save();
      const bytes = (await impatient.direct.get('bucket', key)).bytes;
      expect(new TextDecoder().decode(bytes)).toBe(original.replace('s1,,1', 's1,A,1'));
    } finally {
      await impatient.stop();
    }
  });

  test('cutAnswer: a write that landed is known again as ours', async () => {
    const { document, saving } = await open();
    label(document, 0, 'A');
    bench.proxy.inject(faults.cutAnswer, { method: 'PUT', times: 1 });
    await saving.save();
    expect(await stored()).toBe(original.replace('s1,,1', 's1,A,1'));
    expect(document.isDirty).toBe(false);
  });

  test('cutAnswer for good: what landed is no conflict with what came after', async () => {
    const { document, saving } = await open();
    label(document, 0, 'A');
    bench.proxy.inject(faults.cutAnswer, { method: 'PUT', times: 3 });
    bench.proxy.inject(faults.cutRequest, { method: 'GET' });
    await expect(saving.save()).rejects.toSatisfy((error) => StoreError.is(error, 'unreachable'));
    expect(document.isDirty).toBe(true);
    bench.proxy.heal();
    label(document, 0, 'B');
    await saving.save();
    expect(await stored()).toBe(original.replace('s1,,1', 's1,B,1'));
    expect(document.isDirty).toBe(false);
  });
});

describe('a write without an answer', () => {
  /** As a machine that dies: what was unsaved comes back from the backup onto what is stored. */
  async function reopened(document: LabelingDocument): Promise<{ document: LabelingDocument; saving: Saving }> {
    const backup = backupOf('uri', document, 'owner');
    const next = await open();
    if (document.isDirty) {
      restore(next.document, backup, 'restored');
    }
    return next;
  }

  test('is looked for at once, and found', async () => {
    const { document, saving } = await open();
    label(document, 0, 'A');
    bench.proxy.inject(faults.cutAnswer, { method: 'PUT' });
    await saving.save();
    expect(document.isDirty).toBe(false);
    expect(await stored()).toContain('s1,A,1');
  });

  test('leaves an undone label unsaved until a look succeeds, also over a restart', async () => {
    const { document, saving } = await open();
    const edit = label(document, 0, 'A');
    bench.proxy.inject(faults.cutAnswer, { method: 'PUT', times: 3 });
    bench.proxy.inject(faults.cutRequest, { method: 'GET' });
    const held = saving.save();
    await expect(held).rejects.toSatisfy((error) => StoreError.is(error, 'unreachable'));
    edit?.undo();
    expect(document.isDirty).toBe(true);
    bench.proxy.heal();
    expect(await stored()).toContain('s1,A,1');
    const next = await reopened(document);
    expect(next.document.label(0)).toBe('');
    await next.saving.save();
    expect(await stored()).toBe(original);
  });

  test('under way, an undo leaves the label unsaved', async () => {
    const { document, saving } = await open();
    const edit = label(document, 0, 'A');
    const gate = Promise.withResolvers<void>();
    bench.proxy.inject({ kind: 'hold', until: gate.promise }, { method: 'PUT', times: 1 });
    const arrived = bench.proxy.arrival(key, 'PUT');
    const saved = saving.save();
    await arrived;
    edit?.undo();
    expect(document.isDirty).toBe(true);
    gate.resolve();
    await saved;
    expect(await stored()).toBe(original);
    expect(document.isDirty).toBe(false);
  });
});
