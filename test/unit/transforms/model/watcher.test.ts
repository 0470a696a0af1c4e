import { beforeEach, describe, expect, test } from 'vitest';
import { AwsError, type TaskRun } from '../../../../src/connection/services';
import { TransformStore } from '../../../../src/transforms/model/store';
import { Watcher } from '../../../../src/transforms/model/watcher';
import { FakeClock } from './fakeClock';

const live = (transform: string, run: string, type = 'EVALUATION'): TaskRun => ({
  TransformId: transform,
  TaskRunId: run,
  Status: 'RUNNING',
  StartedOn: new Date(0),
  Properties: { TaskType: type as 'EVALUATION' },
});

/** A service that is asked: counts, and answers what a test has prepared. */
class Service {
  readonly asked: { readonly at: number; readonly what: string }[] = [];
  ended = new Map<string, TaskRun['Status']>();
  failWith: unknown;

  constructor(
    private readonly store: TransformStore,
    private readonly clock: FakeClock,
  ) {}

  async lookAtRuns(id: string): Promise<void> {
    this.ask(`runs ${id}`);
    const runs = this.store.get(id)?.runs ?? [];
    const now = runs.map((run) => ({ ...run, Status: this.ended.get(run.TaskRunId ?? '') ?? run.Status }));
    this.store.putNewest(id, now, undefined);
  }

  async refresh(id: string): Promise<void> {
    this.ask(`transform ${id}`);
    const transform = this.store.get(id)?.transform;
    if (transform !== undefined) {
      this.store.put({ ...transform, LabelCount: 100 });
    }
  }

  private ask(what: string): void {
    this.asked.push({ at: this.clock.now(), what });
    if (this.failWith !== undefined) {
      throw this.failWith;
    }
  }
}

let clock: FakeClock;
let store: TransformStore;
let service: Service;
let watcher: Watcher;
let errors: unknown[];

beforeEach(() => {
  clock = new FakeClock();
  store = new TransformStore();
  service = new Service(store, clock);
  errors = [];
  watcher = new Watcher(store, service, clock, (_id, error) => errors.push(error));
});

function start(...ids: string[]): void {
  store.replaceAll(ids.map((id) => ({ TransformId: id, Name: id, Status: 'READY' })));
  for (const id of ids) {
    store.putNewest(id, [live(id, `${id}-run`)], undefined);
  }
}

const pauses = () => service.asked.map(({ at }, index) => at - (service.asked[index - 1]?.at ?? 0));

describe('a live task run', () => {
  test('is looked at after 1 s, then in pauses that grow to 15 s', async () => {
    watcher.setVisible(true);
    start('a');
    await clock.advance(100_000);
    expect(pauses().slice(0, 9)).toEqual([1000, 1500, 2250, 3375, 5062.5, 7593.75, 11390.625, 15000, 15000]);
  });

  test('is not looked at while the view is hidden, and at once when it is shown again', async () => {
    start('a');
    await clock.advance(60_000);
    expect(service.asked).toEqual([]);
    watcher.setVisible(true);
    await clock.advance(1);
    expect(service.asked.length).toBe(1);
    watcher.setVisible(false);
    await clock.advance(600_000);
    expect(service.asked.length).toBe(1);
    expect(clock.pending).toBe(0);
  });

  test('is forgotten when it ends: no timer is left', async () => {
    watcher.setVisible(true);
    start('a');
    service.ended.set('a-run', 'FAILED');
    await clock.advance(60_000);
    expect(service.asked.map(({ what }) => what)).toEqual(['runs a']);
    expect(watcher.size).toBe(0);
    expect(clock.pending).toBe(0);
  });

  test('that ended well and changes the transform has it asked for, once', async () => {
    watcher.setVisible(true);
    start('a');
    service.ended.set('a-run', 'SUCCEEDED');
    await clock.advance(60_000);
    expect(service.asked.map(({ what }) => what)).toEqual(['runs a', 'transform a']);
    expect(store.get('a')?.transform.LabelCount).toBe(100);
    expect(clock.pending).toBe(0);
  });

  test('brings short pauses back when another one starts', async () => {
    watcher.setVisible(true);
    start('a');
    await clock.advance(60_000);
    const before = service.asked.length;
    store.putRun(live('a', 'second'));
    await clock.advance(1_000);
    expect(service.asked.length).toBe(before + 1);
  });
});

test('many transforms cost two requests a second at most, one a transform and round', async () => {
  watcher.setVisible(true);
  start(...Array.from({ length: 40 }, (_, index) => `t${index}`));
  await clock.advance(20_000);
  const perSecond = Array.from(
    { length: 20 },
    (_, second) => service.asked.filter(({ at }) => at >= second * 1000 && at < (second + 1) * 1000).length,
  );
  expect(Math.max(...perSecond)).toBeLessThanOrEqual(2);
  expect(new Set(service.asked.slice(0, 38).map(({ what }) => what)).size).toBe(38);
});

test('requests never overlap', async () => {
  let running = 0;
  let most = 0;
  const slow = {
    lookAtRuns: async () => {
      running++;
      most = Math.max(most, running);
      await clock.sleep(5_000);
      running--;
    },
    refresh: async () => undefined,
  };
  const other = new Watcher(store, slow, clock, () => undefined);
  other.setVisible(true);
  start('a', 'b', 'c');
  await clock.advance(60_000);
  expect(most).toBe(1);
  other.dispose();
});

test('throttling lengthens the pauses without a word', async () => {
  watcher.setVisible(true);
  start('a');
  service.failWith = new AwsError('Rate exceeded', { code: 'ThrottlingException' });
  await clock.advance(300_000);
  expect(pauses().slice(0, 8)).toEqual([1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000]);
  expect(errors).toEqual([]);
  service.failWith = undefined;
  await clock.advance(60_000);
  expect(watcher.size).toBe(1);
});

test.each(['EHOSTUNREACH', 'EAI_AGAIN', 'RequestTimeout', 'InternalServiceException', 'NameOfTomorrow'])(
  '%s lets the watching go on',
  async (code) => {
    watcher.setVisible(true);
    start('a');
    service.failWith = new AwsError('no way', { code });
    await clock.advance(100_000);
    expect(errors).toEqual([]);
    expect(watcher.size).toBe(1);
  },
);

test('a failure that time does not heal ends the watching and is told once', async () => {
  watcher.setVisible(true);
  start('a');
  service.failWith = new AwsError('expired', { code: 'ExpiredTokenException' });
  await clock.advance(300_000);
  expect(service.asked.length).toBe(1);
  expect(errors.length).toBe(1);
  expect(clock.pending).toBe(0);
});

test('a transform that is being deleted is asked for until it is gone', async () => {
  watcher.setVisible(true);
  store.replaceAll([{ TransformId: 'a', Status: 'DELETING' }]);
  await clock.advance(3_000);
  expect(service.asked.every(({ what }) => what === 'transform a')).toBe(true);
  expect(service.asked.length).toBeGreaterThan(0);
  store.remove('a');
  await clock.advance(60_000);
  expect(watcher.size).toBe(0);
});

describe('waiting for a task run', () => {
  test('resolves when it has ended, also while the view is hidden', async () => {
    start('a');
    const waiting = watcher.settled('a', 'a-run');
    service.ended.set('a-run', 'STOPPED');
    await clock.advance(2_000);
    expect((await waiting).Status).toBe('STOPPED');
    await clock.advance(60_000);
    expect(clock.pending).toBe(0);
  });

  test('ends with the signal’s reason and stops to look', async () => {
    start('a');
    const controller = new AbortController();
    const waiting = watcher.settled('a', 'a-run', controller.signal);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await clock.advance(60_000);
    expect(service.asked).toEqual([]);
  });

  test('rejects when the transform goes away', async () => {
    start('a');
    const waiting = watcher.settled('a', 'a-run');
    store.clear();
    await expect(waiting).rejects.toMatchObject({ code: 'EntityNotFoundException' });
  });
});

test('after dispose nothing is asked any more', async () => {
  watcher.setVisible(true);
  start('a');
  watcher.dispose();
  await clock.advance(60_000);
  expect(service.asked).toEqual([]);
  expect(clock.pending).toBe(0);
});
