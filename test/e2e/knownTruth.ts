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

/** A set with its rows as they stand on the screen; `rows` count the file's from 0. */
export function asShown(set: KnownSet, rows: readonly number[]): KnownSet {
  const lines = rows.map((row) => row + 1);
  return { lines, clusters: lines.map((line) => set.clusters[set.lines.indexOf(line)] ?? '') };
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

/**
 * Labels a set with as few keys as the editor offers: "\\" joins a row with the one below, Space goes on with the group
 * above, "." starts a group whose rows stand apart, Enter does the rest.
 */
export function byFewKeys({ clusters }: KnownSet): Keystrokes {
  const labels = clusters.map(() => '');
  const keys: string[] = [];
  for (let row = 0; row < clusters.length; row++) {
    const cluster = clusters[row] ?? '';
    const before = clusters.indexOf(cluster);
    if (before < row) {
      const label = labels[before] ?? '';
      keys.push(clusters[row - 1] === cluster ? ' ' : label.toLowerCase());
      labels[row] = label;
    } else if (clusters[row + 1] === cluster) {
      const label = firstFree(labels);
      keys.push('\\');
      labels[row] = label;
      labels[row + 1] = label;
      row += 1;
    } else if (clusters.lastIndexOf(cluster) > row) {
      keys.push('.');
      labels[row] = firstFree(labels);
    } else {
      keys.push('ArrowDown');
    }
  }
  // What comes after the last group is on its own by Enter.
  while (keys.at(-1) === 'ArrowDown') {
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
