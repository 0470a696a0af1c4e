import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MatchJob, MatchSettings } from '../../../../src/local/match/job';
import type { LabeledRow } from '../../../../src/local/match/learn/labels';
import type { TableSource } from '../../../../src/local/match/table/source';
import { generatePersons } from '../../../../src/local/sample/persons';
import { tableFile } from '../../../harness/tableFile';

/** A folder with a generated table of persons, and what a job needs to work on it. */
export interface Workspace {
  readonly folder: string;
  readonly table: TableSource;
  readonly settings: MatchSettings;
  /** Truth: cluster by primary key. */
  readonly truth: ReadonlyMap<string, string>;
}

export async function personsWorkspace(rows: number, seed: string): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), 'match-'));
  const persons = generatePersons({ rows, seed });
  const file = join(folder, 'persons.csv');
  await writeFile(file, [persons.columns, ...persons.rows].map((row) => `${row.join(',')}\n`).join(''));
  return {
    folder,
    table: {
      files: [tableFile(file)],
      format: { kind: 'csv', delimiter: ',', quote: '"', headerLines: 1 },
      columns: persons.columns.map((name) => ({ name, type: 'string' })),
    },
    settings: {
      primaryKey: 'id',
      precisionRecallTradeoff: 0.5,
      accuracyCostTradeoff: 0.5,
      enforceProvidedLabels: false,
      seed,
    },
    truth: new Map(persons.truth),
  };
}

/** The parts that jobs of all kinds have in common, with labels and earlier questions written to their files. */
export async function jobInput(
  workspace: Workspace,
  labels: readonly LabeledRow[],
  asked: readonly (readonly string[])[] = [],
): Promise<Pick<MatchJob, 'table' | 'settings' | 'labelsFile' | 'scratch'> & { askedFile: string }> {
  const labelsFile = join(workspace.folder, 'labels.json');
  const askedFile = join(workspace.folder, 'asked.json');
  await writeFile(labelsFile, JSON.stringify(labels));
  await writeFile(askedFile, JSON.stringify(asked));
  return { table: workspace.table, settings: workspace.settings, labelsFile, askedFile, scratch: workspace.folder };
}

/** Labels a generated file by the truth; cells hold no line breaks or quotes in these tables. */
export async function labelByTruth(file: string, truth: ReadonlyMap<string, string>): Promise<LabeledRow[]> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n').slice(1);
  return lines.map((line) => {
    const [setId = '', , ...cells] = line.split(',');
    return { setId, label: truth.get(cells[0] ?? '') ?? '', cells };
  });
}

/** Pairs of rows that share a group. */
export function pairCount(groups: readonly string[]): number {
  const sizes = new Map<string, number>();
  for (const group of groups) {
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
}
