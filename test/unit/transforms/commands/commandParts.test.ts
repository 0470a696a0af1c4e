import { describe, expect, test, vi } from 'vitest';
import type { Markdown } from '../../../../src/shared/markdown';
import { logGroupUrl } from '../../../../src/transforms/commands/connection/console';
import { policyFor } from '../../../../src/transforms/commands/connection/policies';
import { jobScript } from '../../../../src/transforms/commands/runs/jobScript';
import { matchesTable } from '../../../../src/transforms/commands/runs/matchesTable';
import { parseTags } from '../../../../src/transforms/commands/transform/awsSteps';
import { runSteps, type Step } from '../../../../src/transforms/ui/steps';
import { Back, Cancelled } from '../../../../src/transforms/ui/ui';
import { arrange } from '../../../../src/transforms/view/arrangement';
import { ageText, durationText } from '../../../../src/transforms/view/durations';

vi.mock('vscode', () => import('../../vscodeText'));

describe('steps', () => {
  interface Draft {
    readonly a: string;
    readonly b: string;
    readonly c: string;
  }
  const ask =
    (key: keyof Draft, when: (draft: Draft) => boolean = () => true): Step<Draft> =>
    async (draft, asker) =>
      when(draft) ? { ...draft, [key]: await asker.input({ prompt: key, value: draft[key] }) } : draft;

  /** Answers in order; `back` presses the back button. */
  function answers(...list: string[]) {
    const seen: string[] = [];
    return {
      seen,
      pick: () => Promise.reject(new Error('nothing to pick')),
      input: async ({
        prompt,
        value,
        place,
      }: {
        prompt: string;
        value?: string;
        place?: { step: number; total: number };
      }) => {
        seen.push(`${prompt}=${value} ${place?.step}/${place?.total}`);
        const answer = list.shift();
        if (answer === 'back') {
          throw new Back();
        }
        if (answer === undefined) {
          throw new Cancelled();
        }
        return answer;
      },
    };
  }
  const none: Draft = { a: '', b: '', c: '' };

  test('ask in order', async () => {
    const ui = answers('1', '2', '3');
    expect(await runSteps(ui, 't', none, [ask('a'), ask('b'), ask('c')])).toEqual({ a: '1', b: '2', c: '3' });
    expect(ui.seen).toEqual(['a= 1/3', 'b= 2/3', 'c= 3/3']);
  });

  test('back asks the question before again, with its answer kept, and skips what did not ask', async () => {
    const ui = answers('1', 'back', 'x', '3');
    const steps = [ask('a'), ask('b', ({ a }) => a === 'never'), ask('c')];
    expect(await runSteps(ui, 't', none, steps)).toEqual({ a: 'x', b: '', c: '3' });
    expect(ui.seen.map((line) => line.split(' ')[0])).toEqual(['a=', 'c=', 'a=1', 'c=']);
  });

  test('back from the first one, or no answer, cancels', async () => {
    await expect(runSteps(answers('back'), 't', none, [ask('a')])).rejects.toBeInstanceOf(Cancelled);
    await expect(runSteps(answers('1'), 't', none, [ask('a'), ask('b')])).rejects.toBeInstanceOf(Cancelled);
  });
});

test('tags are read from pairs', () => {
  expect(parseTags(' team = crm, cost-center=42,empty,, x=a=b ')).toEqual({
    team: 'crm',
    'cost-center': '42',
    empty: '',
    x: 'a=b',
  });
  expect(parseTags('')).toEqual({});
  expect(parseTags('aws:x=1')).toMatch(/not a valid tag/);
  expect(parseTags('=1')).toMatch(/not a valid tag/);
  expect(parseTags(Array.from({ length: 51 }, (_, index) => `k${index}`).join())).toMatch(/50/);
});

describe('policies', () => {
  const scope = {
    transform: {
      TransformId: 'tfm-1',
      Role: 'arn:aws-cn:iam::123456789012:role/Glue',
      InputRecordTables: [{ DatabaseName: 'crm', TableName: 'persons' }],
    },
    region: 'cn-north-1',
    account: '123456789012',
    bucket: 'labels',
    tableLocation: 's3://data/persons',
  };
  const actions = (audience: 'labeler' | 'owner' | 'role') =>
    policyFor(audience, scope).Statement.flatMap((statement) => Reflect.get(statement, 'Action') as string[]);

  test('are minimal: labelers only read and save, owners also teach and change, the role only reads and writes', () => {
    expect(actions('labeler')).toEqual(expect.arrayContaining(['glue:GetMLTaskRuns', 's3:GetObject', 's3:PutObject']));
    expect(actions('labeler').some((action) => /glue:(Start|Cancel|Create|Update|Delete)/.test(action))).toBe(false);
    expect(actions('owner')).toEqual(
      expect.arrayContaining([
        'glue:StartImportLabelsTaskRun',
        'glue:CreateMLTransform',
        'glue:DeleteMLTransform',
        'iam:PassRole',
        'glue:GetTables',
      ]),
    );
    expect(actions('role').some((action) => action.startsWith('glue:Start'))).toBe(false);
    for (const audience of ['labeler', 'owner', 'role'] as const) {
      expect(actions(audience).some((action) => action.includes('*'))).toBe(false);
    }
  });

  test('name the partition, region, account, transform and bucket', () => {
    const text = JSON.stringify(policyFor('labeler', scope));
    expect(text).toContain('arn:aws-cn:glue:cn-north-1:123456789012:mlTransform/tfm-1');
    expect(text).toContain('arn:aws-cn:s3:::labels/*');
    expect(JSON.stringify(policyFor('role', scope))).toContain('arn:aws-cn:s3:::data/persons/*');
  });
});

test('the job script holds what the transform says, quoted as Python takes it', () => {
  const script = jobScript({
    TransformId: 'tfm-1',
    Name: 'evil"\nimport os',
    GlueVersion: '2.0',
    InputRecordTables: [{ DatabaseName: 'a"b', TableName: 't' }],
  });
  expect(script).toContain('transformId="tfm-1"');
  expect(script).toContain('database="a\\"b"');
  expect(script).not.toMatch(/^import os/m);
  expect(script).toContain("the transform's is 2.0");
});

test('matches are shown by group, largest first, with nothing in a cell taken for Markdown', () => {
  const { text } = matchesTable(
    {
      columns: ['id', 'name', 'match_id', 'match_confidence_score'],
      rows: [
        ['1', 'a|b', '7', '0.9'],
        ['2', '<img src=x>', '8', '0.5'],
        ['3', '[x](y)', '7', '0.9'],
        ['4', 'c', '9', '0.8'],
        ['5', 'd', '9', '0.8'],
        ['6', 'e', '9', '0.8'],
      ],
    },
    'persons',
    's3://b/k',
  );
  const markdown = text.source;
  const read = readable(text);
  expect(read).toContain('6 records: 2 groups of matches with 5 records, 1 records without a match.');
  expect(read.indexOf('Group 1: 3 records')).toBeLessThan(read.indexOf('Group 2: 2 records'));
  expect(read.indexOf('Group 1: 3 records')).toBeGreaterThan(0);
  expect(read).toContain('confidence 0.90');
  expect(markdown).not.toMatch(/<img|a\|b|\]\(y\)/);
});

/** What a reader sees of Markdown of ours. */
function readable({ source }: Markdown): string {
  return source.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}

test.each([
  ['match_id', 'match_id_2', 'match_confidence_score'],
  ['Match_ID', 'match_id_2', 'match_confidence_score_2'],
  ['match_confidence_score', 'match_id', 'match_confidence_score_2'],
])('a column %s of the table is shown beside ours, %s and %s', (own, id, score) => {
  const rows = [
    ['1', 'mine 1', '7', '0.9'],
    ['2', 'mine 2', '7', '0.9'],
  ];
  const markdown = readable(matchesTable({ columns: ['id', own, id, score], rows }, 'persons', 's3://b/k').text);
  expect(markdown).toContain('Group 1: 2 records · confidence 0.90');
  expect(markdown).toContain('| 1 | mine 1 |');
  const without = matchesTable({ columns: ['id', own, id], rows }, 'persons', 's3://b/k').text;
  expect(readable(without)).toContain('## Group 1: 2 records\n');
});

test('the log group’s address is encoded as the console does', () => {
  const connection = { id: 'x', kind: 'aws', label: '', region: 'us-gov-west-1', glue: never, s3: never } as const;
  expect(logGroupUrl(connection, '/aws-glue/ml:x')).toBe(
    'https://us-gov-west-1.console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#logsV2:log-groups/log-group/$252Faws-glue$252Fml$253Ax',
  );
});

function never(): Promise<never> {
  return Promise.reject(new Error('not asked'));
}

test('transforms are sorted and filtered', () => {
  const entry = (id: string, name: string, status: 'READY' | 'NOT_READY', labels: number, modified: number) => ({
    id,
    transform: { TransformId: id, Name: name, Status: status, LabelCount: labels, LastModifiedOn: new Date(modified) },
    runs: undefined,
    nextToken: undefined,
  });
  const all = [
    entry('1', 'b10', 'READY', 5, 1),
    entry('2', 'b9', 'NOT_READY', 0, 3),
    entry('3', 'Alpha', 'READY', 9, 2),
  ];
  const ids = (...options: Parameters<typeof arrange>) => arrange(...options).map(({ id }) => id);
  const plain = { name: undefined, status: undefined };
  expect(ids(all, { ...plain, order: 'name' })).toEqual(['3', '2', '1']);
  expect(ids(all, { ...plain, order: 'status' })).toEqual(['2', '3', '1']);
  expect(ids(all, { ...plain, order: 'modified' })).toEqual(['2', '3', '1']);
  expect(ids(all, { ...plain, order: 'labels' })).toEqual(['2', '1', '3']);
  expect(ids(all, { order: 'name', name: 'B', status: 'READY' })).toEqual(['1']);
});

test('durations and ages are short', () => {
  const start = new Date(0);
  expect(durationText({ StartedOn: start, CompletedOn: new Date(4_000) })).toBe('4 s');
  expect(durationText({ StartedOn: start, CompletedOn: new Date(185_000) })).toBe('3 min 5 s');
  expect(durationText({ ExecutionTime: 3_720 })).toBe('1 h 2 min');
  expect(durationText({})).toBeUndefined();
  expect(ageText(start, new Date(30_000))).toBe('just now');
  expect(ageText(start, new Date(120_000))).toBe('2 min ago');
  expect(ageText(start, new Date(7_200_000))).toBe('2 h ago');
  expect(ageText(start, new Date(172_800_000))).toBe('2 d ago');
});
