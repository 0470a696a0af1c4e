import type { RunResult } from './run';

/** Numbers of labeled rows that are reported. */
const checkpoints = [100, 200, 300, 500];
/** At these, what the transform says of the whole table is held against the truth. */
const toldAt = [200, 300, 500];

/** The results of all seeds, by data set. */
export type Results = ReadonlyMap<string, readonly RunResult[]>;

export const header = [
  'data',
  ...checkpoints.map((labeled) => `F1 at ${labeled} (min)`),
  'as Glue tells it',
  ...toldAt.map((labeled) => `told of the table at ${labeled}, off by (inside)`),
  'completeness',
  's generate / evaluate / find',
  'peak',
].join(' | ');

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

/** One line of the table: means over seeds, lowest F1 in brackets. */
export function line(name: string, results: readonly RunResult[]): string {
  const first = results[0];
  if (!first) {
    return name;
  }
  const cells = checkpoints.map((labeled) => {
    const f1s = roundsAt(results, labeled).map(({ f1 }) => f1);
    return f1s.length === 0 ? '-' : `${mean(f1s).toFixed(3)} (${Math.min(...f1s).toFixed(3)})`;
  });
  const seconds = (['generate', 'evaluate', 'findMatches'] as const)
    .map((kind) => mean(results.map((result) => result.seconds[kind])).toFixed(1))
    .join(' / ');
  return [
    `${name} (${first.rows} rows, ${first.truePairs} pairs)`,
    ...cells,
    mean(results.map(({ rounds }) => rounds.at(-1)?.estimated ?? Number.NaN)).toFixed(3),
    ...toldAt.map((labeled) => told(roundsAt(results, labeled))),
    `${first.pairCompleteness.toFixed(3)} of ${first.candidates}`,
    seconds,
    `${Math.max(...results.map(({ peakMegabytes }) => peakMegabytes)).toFixed(0)} MB`,
  ].join(' | ');
}

type Round = RunResult['rounds'][number];

function roundsAt(results: readonly RunResult[], labeled: number): Round[] {
  return results.flatMap(({ rounds }) => rounds.filter((round) => round.labeled === labeled));
}

/** F1 as told, how far it is off on average, and in how many cases the truth lies inside the interval. */
function told(rounds: readonly Round[]): string {
  const said = rounds.flatMap(({ quality, f1 }) => (typeof quality === 'string' ? [] : [{ ...quality.f1, truth: f1 }]));
  if (said.length === 0) {
    return rounds.length === 0 ? '-' : 'refused';
  }
  const inside = said.filter(({ low, high, truth }) => low <= truth && truth <= high).length;
  const off = mean(said.map(({ value, truth }) => Math.abs(value - truth)));
  return `${mean(said.map(({ value }) => value)).toFixed(3)}, ${off.toFixed(3)} (${inside}/${rounds.length})`;
}

const size = { width: 640, height: 400, left: 50, right: 150, top: 20, bottom: 40 };
const colors = ['#4477aa', '#ee6677', '#228833', '#ccbb44', '#66ccee', '#aa3377', '#777777', '#000000'];

/** Curves of F1 by labeled rows, the mean of all seeds, as an SVG picture. */
export function curves(results: Results): string {
  const names = [...results.keys()];
  const rows = [...new Set([...results.values()].flat().flatMap(({ rounds }) => rounds.map(({ labeled }) => labeled)))];
  const most = Math.max(...rows);
  const x = (labeled: number): number =>
    Math.round(size.left + ((size.width - size.left - size.right) * labeled) / most);
  const y = (f1: number): number =>
    Math.round(size.top + (size.height - size.top - size.bottom) * Math.min(1, (1 - f1) / 0.5));
  const axes = [0.5, 0.6, 0.7, 0.8, 0.9, 1]
    .map(
      (f1) =>
        `<line x1="${size.left}" x2="${x(most)}" y1="${y(f1)}" y2="${y(f1)}" stroke="#ddd"/><text x="10" y="${y(f1) + 4}">${f1.toFixed(1)}</text>`,
    )
    .concat(rows.map((labeled) => `<text x="${x(labeled) - 10}" y="${size.height - 20}">${labeled}</text>`));
  const lines = names.map((name, i) => {
    const color = colors[i % colors.length];
    const points = rows.flatMap((labeled) => {
      const f1s = roundsAt(results.get(name) ?? [], labeled).map(({ f1 }) => f1);
      return f1s.length === 0 ? [] : [`${x(labeled)},${y(mean(f1s))}`];
    });
    const at = size.top + 10 + 18 * i;
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${color}" stroke-width="2"/><text x="${x(most) + 12}" y="${at}" fill="${color}">${name}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...axes,
    ...lines,
    `<text x="${size.left}" y="${size.height - 4}">labeled rows; F1 over all pairs, mean of the seeds</text>`,
    '</svg>\n',
  ].join('\n');
}
