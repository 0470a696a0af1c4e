// How long the pure parts take on a labeling file of the service's limit: 10 MB, 100,000 rows, 8 data columns.
// Run: npm run bench:shared
import { Checks } from '../../src/shared/checks/checks';
import { difference } from '../../src/shared/difference';
import { LabelingFile } from '../../src/shared/file/labelingFile';
import { Labels } from '../../src/shared/labels/edits';
import { mergeLabels } from '../../src/shared/labels/merge';
import { Suggester } from '../../src/shared/suggest/suggest';
import { Random } from '../harness/random';

const rowCount = 100_000;
const rowsPerSet = 10;

const given = 'Anna Berta Carla David Emil Frida Gustav Hanna Ivan Johanna Karl Lena'.split(' ');
const family = 'Andersson Bergmann Carlsen Dahlberg Eriksen Friedrich Gustafson Hansen'.split(' ');

/** `records`: how many different records the rows show; with fewer than rows, sets share records. */
function largeFile(records: number): Uint8Array {
  const random = new Random(1);
  const lines = ['labeling_set_id,label,id,name,street,town,postcode,born,email,note'];
  for (let row = 0; row < rowCount; row++) {
    const id = records === rowCount ? row : random.int(0, records - 1);
    const [first, last] = [given[id % given.length], family[(id >> 4) % family.length]];
    const set = `022ce3ed-f1ee-3a25-bbf6-${String(Math.floor(row / rowsPerSet)).padStart(12, '0')}`;
    const born = `19${(id % 90) + 10}-0${(id % 9) + 1}-11`;
    lines.push(
      `${set},,r${id},"${last}, ${first}",${id % 999} Höhe,Bergen,${10_000 + (id % 90_000)},${born},${first}@x.org,`,
    );
  }
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

/** Prints the median and worst wall time, and the mean processor time, which says more on a busy machine. */
function time(name: string, runs: number, action: () => unknown): void {
  const times: number[] = [];
  const cpu = process.cpuUsage();
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    action();
    times.push(performance.now() - started);
  }
  const { user, system } = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  const figures = {
    median: times[times.length >> 1] ?? 0,
    worst: times.at(-1) ?? 0,
    cpu: (user + system) / 1000 / runs,
  };
  const shown = Object.entries(figures).map(([kind, value]) => `${kind} ${value.toFixed(2).padStart(8)} ms`);
  console.log(`${name.padEnd(60)} ${shown.join('  ')}`);
}

function labelAll(labels: Labels, groups: (row: number) => string): void {
  labels.apply(Array.from({ length: rowCount }, (_, row) => ({ row, before: '', after: groups(row) })));
}

const bytes = largeFile(rowCount);
console.log(`${(bytes.length / 1e6).toFixed(1)} MB, ${rowCount} rows\n`);
time('parse', 9, () => LabelingFile.parse(bytes));
const file = LabelingFile.parse(bytes);
globalThis.gc?.();
const before = process.memoryUsage();
const held = LabelingFile.parse(bytes);
globalThis.gc?.();
const after = process.memoryUsage();
const used = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
console.log(
  `memory of a parsed file beside its bytes: ${(used / 1e6).toFixed(1)} MB (${held.rowCount} rows; needs --expose-gc)`,
);
time('every cell as text', 5, () => {
  for (let row = 0; row < rowCount; row++) {
    for (let column = 0; column < file.columns.length; column++) {
      file.cell(row, column);
    }
  }
});
const labels = new Labels(file);
time('labels over the file', 5, () => new Labels(file));
time('label one row, write the file', 9, () => {
  labels.apply([{ row: 50_000, before: '', after: labels.get(50_000) === 'A' ? 'B' : 'A' }]);
  labels.serialize();
});
labelAll(labels, (row) => (row % rowsPerSet < 3 ? 'A' : String.fromCharCode(66 + (row % rowsPerSet))));
time('write the file with every row labeled', 5, () => labels.serialize());
const saved = LabelingFile.parse(labels.serialize());
time('merge: same rows', 5, () => mergeLabels(file, saved, labels));
const [header = '', first = '', ...rest] = new TextDecoder().decode(saved.bytes).split(/(?<=\n)/);
const reordered = new TextEncoder().encode([header, ...rest, first].join(''));
const elsewhere = LabelingFile.parse(reordered);
time('merge: rows moved', 3, () => mergeLabels(file, elsewhere, labels));

for (const primaryKey of ['id', undefined]) {
  const schema = { primaryKey };
  const known = primaryKey === undefined ? 'no primary key' : 'primary key known';
  time(`all checks, ${known}`, 3, () => new Checks(labels, { schema }).problems);
}

function keyPresses(name: string, checked: Labels, rows: (press: number) => number): void {
  const checks = new Checks(checked, { schema: { primaryKey: 'id' } });
  let press = 0;
  time(name, 101, () => {
    const row = rows(press++);
    checks.update(
      checked.apply([{ row, before: '', after: checked.get(row) === 'Q' ? 'A' : 'Q' }]).map((each) => each.row),
    );
    return checks.problems.length;
  });
}
keyPresses('checks after a key press, every record once', labels, (press) => press * 7);

const sharing = new Labels(LabelingFile.parse(largeFile(20_000)));
labelAll(sharing, (row) => String.fromCharCode(65 + (row % rowsPerSet)));
keyPresses('checks after a key press, records in 5 sets each', sharing, (press) => press * 7);
labelAll(sharing, (row) => (row % rowsPerSet < 2 ? 'A' : String.fromCharCode(65 + (row % rowsPerSet))));
keyPresses('checks after a key press, one pair a set joined at random', sharing, (press) => press * 7);

const suggester = new Suggester(file, { primaryKey: 'id' });
time('prepare suggestions', 3, () => new Suggester(file, { primaryKey: 'id' }));
let set = 0;
time('suggest groups of a set of 10', 51, () => suggester.suggest(file.sets[set++]?.rows ?? []));
const words = given.join(' ').repeat(40);
time('difference of two values of 2,700 characters', 51, () => difference(words, `${words} and more`));
