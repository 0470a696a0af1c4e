import { beforeEach, describe, expect, test } from 'vitest';
import type { TaskRun } from '../../../../src/connection/services';
import { type StoreChange, TransformStore } from '../../../../src/transforms/model/store';
import { eachRound } from '../../../harness/fuzz';

const run = (id: number, status: TaskRun['Status'] = 'SUCCEEDED'): TaskRun => ({
  TransformId: 't',
  TaskRunId: `r${id}`,
  Status: status,
  StartedOn: new Date(id * 1000),
});

let store: TransformStore;
let changes: StoreChange[];

beforeEach(() => {
  store = new TransformStore();
  store.replaceAll([{ TransformId: 't', Name: 'T' }]);
  changes = [];
  store.onDidChange((change) => changes.push(change));
});

const ids = () => store.get('t')?.runs?.map(({ TaskRunId: id }) => id);

describe('task runs', () => {
  test('are unknown until a page came', () => {
    expect(store.get('t')?.runs).toBeUndefined();
    store.putNewest('t', [], undefined);
    expect(store.get('t')?.runs).toEqual([]);
    expect(changes).toEqual([{ kind: 'runs', id: 't', moved: [], settled: [] }]);
  });

  test('are updated in place; only what moved is told', () => {
    store.putNewest('t', [run(2, 'RUNNING'), run(1)], undefined);
    changes.length = 0;
    store.putNewest('t', [run(2, 'RUNNING'), run(1)], undefined);
    expect(changes).toEqual([]);
    store.putNewest('t', [run(2, 'SUCCEEDED'), run(1)], undefined);
    expect(changes).toMatchObject([{ moved: [{ TaskRunId: 'r2' }], settled: [{ TaskRunId: 'r2' }] }]);
  });

  test('that are further than before are told', () => {
    const at = (Fraction: number): TaskRun => ({ ...run(1, 'RUNNING'), progress: { Step: 'Comparing', Fraction } });
    store.putNewest('t', [at(0.1)], undefined);
    changes.length = 0;
    store.putNewest('t', [at(0.1)], undefined);
    expect(changes).toEqual([]);
    store.putNewest('t', [at(0.2)], undefined);
    expect(changes).toMatchObject([{ moved: [{ TaskRunId: 'r1' }], settled: [] }]);
  });

  test('that are seen ended at first sight do not count as settled', () => {
    store.putNewest('t', [run(1, 'FAILED')], undefined);
    expect(changes).toMatchObject([{ moved: [{ TaskRunId: 'r1' }], settled: [] }]);
  });

  test('older pages stay below when the newest page comes again', () => {
    store.putNewest('t', [run(4), run(3)], 'more');
    store.putOlder('t', [run(2), run(1)], undefined);
    store.putNewest('t', [run(5, 'RUNNING'), run(4)], 'other');
    expect(ids()).toEqual(['r5', 'r4', 'r3', 'r2', 'r1']);
    expect(store.get('t')?.nextToken).toBeUndefined();
  });

  test('start anew when the newest page does not reach what is known', () => {
    store.putNewest('t', [run(2), run(1)], undefined);
    store.putNewest('t', [run(9), run(8)], 'more');
    expect(ids()).toEqual(['r9', 'r8']);
    expect(store.get('t')?.nextToken).toBe('more');
  });

  test('just started come first', () => {
    store.putNewest('t', [run(1)], undefined);
    store.putRun(run(2, 'STARTING'));
    expect(ids()).toEqual(['r2', 'r1']);
  });

  test('stay with their transform when the list comes again, and go with it', () => {
    store.putNewest('t', [run(1)], 'more');
    store.replaceAll([{ TransformId: 't', Name: 'renamed' }, { TransformId: 'u' }]);
    expect(store.get('t')).toMatchObject({ transform: { Name: 'renamed' }, nextToken: 'more' });
    store.replaceAll([{ TransformId: 'u' }]);
    expect(store.get('t')).toBeUndefined();
  });

  test('that have ended are asked for again after a refresh; live ones stay', () => {
    store.putNewest('t', [run(1)], undefined);
    store.forgetRuns();
    expect(store.get('t')?.runs).toBeUndefined();
    store.putNewest('t', [run(2, 'RUNNING')], undefined);
    store.forgetRuns();
    expect(ids()).toEqual(['r2']);
  });
});

test('pages in any order of coming give each task run once, newest first', async () => {
  await eachRound(200, (random) => {
    const single = new TransformStore();
    single.replaceAll([{ TransformId: 't' }]);
    let newest = random.int(5, 60);
    const size = random.int(2, 8);
    const page = (from: number) => {
      const runs = Array.from({ length: Math.min(size, from) }, (_, index) => run(from - index));
      return { runs, next: from - size > 0 ? `${from - size}` : undefined };
    };
    for (let step = 0; step < 20; step++) {
      const token = single.get('t')?.nextToken;
      if (token !== undefined && random.chance(0.6)) {
        const { runs, next } = page(Number(token));
        single.putOlder('t', runs, next);
      } else {
        newest += random.int(0, 3);
        const { runs, next } = page(newest);
        single.putNewest('t', runs, next);
      }
      const numbers = (single.get('t')?.runs ?? []).map(({ TaskRunId: id }) => Number(id?.slice(1)));
      const from = numbers[0] ?? 0;
      expect(numbers).toEqual(numbers.map((_, index) => from - index));
      const left = Number(single.get('t')?.nextToken ?? 0);
      expect(numbers.at(-1)).toBe(left + 1);
    }
  });
});
