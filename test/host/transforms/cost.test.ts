import assert from 'node:assert/strict';
import type { Connection, GlueService, S3Service, TaskRun } from '../../../src/connection/services';
import type { Node } from '../../../src/transforms/view/nodes';
import { TransformsBench } from './bench';

const transforms = 100;
const runsEach = 2_000;

/** A connection with many transforms and task runs, made up when they are asked for; counts the requests. */
class Crowd implements Connection {
  readonly id = 'local';
  readonly kind = 'local';
  readonly label = 'Crowd';
  readonly region = 'us-east-1';
  readonly asked: string[] = [];

  async glue(): Promise<GlueService> {
    return new Proxy({} as GlueService, {
      get: (_target, operation: keyof GlueService | 'then') => {
        // An awaited object is asked whether it is a promise.
        if (operation === 'then') {
          return undefined;
        }
        return async (input: { TransformId?: string; MaxResults?: number; NextToken?: string }) => {
          this.asked.push(operation);
          return operation === 'getMLTransforms' ? this.list() : this.page(input);
        };
      },
    });
  }

  async s3(): Promise<S3Service> {
    throw new Error('S3 is not asked for here');
  }

  private list() {
    const all = Array.from({ length: transforms }, (_, index) => ({
      TransformId: `tfm-${index}`,
      Name: `transform ${index}`,
      Status: 'READY',
      LabelCount: index,
      Schema: Array.from({ length: 20 }, (_unused, column) => ({ Name: `column ${column}`, DataType: 'string' })),
    }));
    return { Transforms: all };
  }

  private page({
    TransformId: id,
    MaxResults: size = 1000,
    NextToken: token = '0',
  }: {
    TransformId?: string;
    MaxResults?: number;
    NextToken?: string;
  }) {
    const from = Number(token);
    const runs: TaskRun[] = Array.from({ length: Math.min(size, runsEach - from) }, (_, index) => ({
      TransformId: id,
      TaskRunId: `tsk-${from + index}`,
      Status: 'SUCCEEDED',
      StartedOn: new Date(1_700_000_000_000 - (from + index) * 60_000),
      Properties: { TaskType: 'EVALUATION' },
    }));
    return { TaskRuns: runs, NextToken: from + size < runsEach ? String(from + size) : undefined };
  }
}

suite('100 transforms with 2,000 task runs each', () => {
  let bench: TransformsBench;
  const crowd = new Crowd();

  suiteSetup(async () => {
    bench = await TransformsBench.start(() => crowd);
  });
  suiteTeardown(async () => bench.stop());

  test('open with 2 requests at most, each transform with 1, 20 more task runs with 1; painting costs none', async () => {
    const roots = await bench.children();
    assert.equal(roots.filter(({ kind }) => kind === 'transform').length, transforms);
    assert.ok(crowd.asked.length <= 2, crowd.asked.join());
    const before = crowd.asked.length;
    const first = roots[0] as Node;
    const children = await bench.children(first);
    assert.equal(children.length, 21);
    assert.equal(crowd.asked.length, before + 1);
    for (const child of [...roots, ...children]) {
      await bench.item(child);
    }
    await bench.children(first);
    assert.equal(crowd.asked.length, before + 1);
    await bench.run('loadMore', children.at(-1));
    assert.equal((await bench.children(first)).length, 41);
    assert.equal(crowd.asked.length, before + 2);
  });

  test('all opened, the heap grows by less than 30 MB, and a settled view asks nothing', async () => {
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    bench.context.watcher.setVisible(true);
    for (const root of await bench.children()) {
      for (const child of await bench.children(root)) {
        await bench.item(child);
      }
      await bench.item(root);
    }
    globalThis.gc?.();
    const grown = (process.memoryUsage().heapUsed - before) / 1_000_000;
    console.log(`heap grew by ${grown.toFixed(1)} MB over 100 opened transforms`);
    assert.ok(grown < 30, `${grown} MB`);
    assert.equal(bench.context.watcher.size, 0);
  });
});
