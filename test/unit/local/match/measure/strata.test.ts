import { expect, test } from 'vitest';
import { probabilityUnit } from '../../../../../src/local/match/learn/forest';
import { Strata } from '../../../../../src/local/match/measure/strata';
import { tableQuality } from '../../../../../src/local/match/measure/tableQuality';

/** A table of which the model joins 1,000 pairs, sure of it, and holds 100,000 others for none. */
function strata(): Strata {
  const known = new Strata();
  known.addPair(0.97 * probabilityUnit, true, 1000);
  known.addPair(0, false, 100_000);
  return known;
}

const counted = { joined: 1000, equal: 0, drawn: 40, labeledDrawn: 40 };

test('what the model is sure of is told as sure, within an interval', () => {
  const { precision, recall, f1 } = tableQuality({ ...counted, strata: strata() });
  for (const { value, low, high } of [precision, recall, f1]) {
    expect(value).toBeGreaterThan(0.95);
    expect(low).toBeLessThan(value);
    expect(high).toBeLessThanOrEqual(1);
  }
});

test('drawn pairs that contradict a sure model take it down', () => {
  const known = strata();
  for (let i = 0; i < 40; i++) {
    known.addDrawn(0.97 * probabilityUnit, true, i % 2 === 0, 25);
  }
  const { precision } = tableQuality({ ...counted, strata: known });
  expect(precision.low).toBeLessThan(0.55);
  expect(precision.value).toBeLessThan(0.75);
  const agreeing = strata();
  for (let i = 0; i < 40; i++) {
    agreeing.addDrawn(0.97 * probabilityUnit, true, true, 25);
  }
  const { precision: better } = tableQuality({ ...counted, strata: agreeing });
  expect(better.value - better.low).toBeLessThan(precision.value - precision.low);
});

test('a match drawn among what the model holds for none is missed recall', () => {
  const known = strata();
  known.addDrawn(0, false, true, 2500);
  const { recall } = tableQuality({ ...counted, strata: known });
  expect(recall.value).toBeLessThan(0.9);
  expect(recall.low).toBeLessThan(0.5);
});

test('says why nothing can be told', () => {
  expect(() => tableQuality({ ...counted, labeledDrawn: 9, strata: strata() })).toThrow(
    /^The quality over the whole table can't be told: it takes 10 labeled pairs .* of the 40 drawn so far 9 have labels/,
  );
  expect(() => tableQuality({ ...counted, joined: 0, strata: new Strata() })).toThrow(
    /no two rows would share a cluster/,
  );
});
