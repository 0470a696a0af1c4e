import { readFileSync } from 'node:fs';

/** One labeling set of a file: where its rows stand and which cluster of the truth each belongs to. */
export interface KnownSet {
  /** Line numbers in the file, the header being 0. */
  readonly lines: readonly number[];
  readonly clusters: readonly string[];
}

/** Keys that label a set, and the labels that they must lead to. */
export interface Keystrokes {
  readonly keys: readonly string[];
  readonly labels: readonly string[];
}

/** The truth beside the sample table: the cluster of every record by its id. */
export function readTruth(file: string): ReadonlyMap<string, string> {
  const [, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  return new Map(lines.map((line) => line.split(',') as [string, string]));
}

/**
 * The sets of a labeling file whose columns are labeling_set_id, label, id and more. Reads it in the plainest way, apart
 * from the project's own parser: the sample's ids hold no comma, and its cells no line break.
 */
export function readSets(bytes: Uint8Array, truth: ReadonlyMap<string, string>): KnownSet[] {
  const [header = '', ...lines] = Buffer.from(bytes).toString('utf8').trimEnd().split('\n');
  if (!header.startsWith('labeling_set_id,label,id,')) {
    throw new Error(`Not a labeling file of the sample: ${header}`);
  }
  const sets = new Map<string, { lines: number[]; clusters: string[] }>();
  for (const [index, line] of lines.entries()) {
    const [set = '', , id = ''] = line.split(',');
    const cluster = truth.get(id);
    if (cluster === undefined) {
      throw new Error(`The truth has no record ${id}.`);
    }
    const known = sets.get(set) ?? { lines: [], clusters: [] };
    known.lines.push(index + 1);
    known.clusters.push(cluster);
    sets.set(set, known);
  }
  return [...sets.values()];
}

/** Ids of a labeling file's records. */
export function readIds(bytes: Uint8Array): string[] {
  const [, ...lines] = Buffer.from(bytes).toString('utf8').trimEnd().split('\n');
  return lines.map((line) => line.split(',')[2] ?? '');
}

/** Labels a set with a letter for every row. */
export function byLetters({ clusters }: KnownSet): Keystrokes {
  const order = [...new Set(clusters)];
  const labels = clusters.map((cluster) => letter(order.indexOf(cluster)));
  return { keys: [...labels.map((label) => label.toLowerCase()), 'Enter'], labels };
}

/** Labels a set with as few keys as the editor offers: "." starts a group, Space goes on with it, Enter does the rest. */
export function byFewKeys({ clusters }: KnownSet): Keystrokes {
  const labels = clusters.map(() => '');
  const keys: string[] = [];
  for (const [row, cluster] of clusters.entries()) {
    const before = clusters.indexOf(cluster);
    const alone = clusters.lastIndexOf(cluster) === before;
    if (alone) {
      keys.push('ArrowDown');
    } else if (before === row) {
      keys.push('.');
      labels[row] = firstFree(labels);
    } else {
      const label = labels[before] ?? '';
      keys.push(clusters[row - 1] === cluster ? ' ' : label.toLowerCase());
      labels[row] = label;
    }
  }
  // Down from the last row would leave the set that Enter is to finish.
  if (keys.at(-1) === 'ArrowDown') {
    keys.pop();
  }
  for (const [row, label] of labels.entries()) {
    labels[row] = label === '' ? firstFree(labels) : label;
  }
  return { keys: [...keys, 'Enter'], labels };
}

/** The file with these labels, and not a byte else changed. */
export function withLabels(bytes: Uint8Array, labels: ReadonlyMap<number, string>): Buffer {
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  const labeled = lines.map((line, number) => {
    const label = labels.get(number);
    return label === undefined ? line : line.replace(/^([^,]*),[^,]*,/, `$1,${label},`);
  });
  return Buffer.from(labeled.join('\n'));
}

function letter(index: number): string {
  return String.fromCharCode(65 + index);
}

function firstFree(labels: readonly string[]): string {
  let index = 0;
  while (labels.includes(letter(index))) {
    index += 1;
  }
  return letter(index);
}
