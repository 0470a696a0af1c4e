import type { Locator, Page } from '@playwright/test';
import { fileOf } from './files.ts';
import { SimulatedHost } from './simulatedHost.ts';

export const peopleColumns = ['name', 'town', 'id'];

/** Two labeling sets of persons; row 4 has a label already. */
export const peopleFile = fileOf(peopleColumns, [
  ['s1', '', 'Ann Miller', 'Ulm', 'p1'],
  ['s1', '', 'Anne Miller', 'Ulm', 'p2'],
  ['s1', '', 'Bob Stone', 'Bonn', 'p3'],
  ['s1', '', 'Bob Stone', 'Bonn', 'p4'],
  ['s2', 'x-1', 'Carl Crane', 'Jena', 'p5'],
  ['s2', '', 'Karl Crane', 'Jena', 'p6'],
]);

/** Opens the persons in the labeling editor. */
export async function openPeople(
  page: Page,
  options: ConstructorParameters<typeof SimulatedHost>[2] = {},
): Promise<SimulatedHost> {
  const host = new SimulatedHost(page, peopleFile, options);
  await host.open();
  return host;
}

/** Shown labels of a set, from top to bottom; empty for none. */
export function labels(page: Page, set: number): Locator {
  return page
    .getByRole('rowgroup', { name: `Labeling set ${set} of` })
    .getByRole('row')
    .locator('[role=gridcell]:first-child');
}

/** Presses keys one after the other. */
export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
  }
}
