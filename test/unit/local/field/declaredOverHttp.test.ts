import { afterAll, beforeAll, describe, test } from 'vitest';
import type { LocalGlue } from '../../../harness/localGlue';
import { declaredCases } from './declaredCases';
import { checkOverHttp, startForCases } from './overHttp';
import { ownCases, ownPeople } from './ownCases';
import { field, people } from './people';

/** Situations that users reported, each from its table to both outputs of FindMatches, over HTTP: where their files are at hand, and such of our own everywhere. */

/** Several go on at once, and each waits for the others. */
const patience = 300_000;

let local: LocalGlue;

beforeAll(async () => {
  local = await startForCases();
});

afterAll(async () => {
  await local.stop();
});

test.concurrent.each(ownCases.map((own, at) => ({ ...own, at })))(
  'our own: $what',
  (own) => checkOverHttp(local, `own-${own.at}`, own, ownPeople),
  patience,
);

describe.skipIf(field === undefined)('cases from the field', () => {
  test.concurrent.each(declaredCases.map((found, at) => ({ ...found, at })))(
    '$what',
    (found) => checkOverHttp(local, `field-${found.at}`, found, people()),
    patience,
  );
});
