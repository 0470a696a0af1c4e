import { expect, type Page, test } from '@playwright/test';
import { english } from '../../media/labeling/parts/strings.ts';
import type { EditorAction } from '../../src/shared/protocol.ts';
import { sharedTexts } from '../harness/sharedTexts.ts';
import { fileOf } from './files.ts';
import { cleanStatus, plainSettings, SimulatedHost } from './simulatedHost.ts';

/** A language without Latin letters. Nor are there any in the data, so what has some was not translated. */
const strings = Object.fromEntries(
  [...Object.values(english), ...sharedTexts()].map((text) => [
    text,
    text.replaceAll(/[A-Za-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x41 + 0x410)),
  ]),
);

/** Greek, but for column names that must be as they are. The second set contradicts the first. */
const file = fileOf(
  ['όνομα', 'πόλη'],
  [
    ['1', 'Α', 'Άννα Μύλος', 'Χίος'],
    ['1', 'Α', 'Άννη Μύλος', 'Χίος'],
    ['1', 'Β', 'Νίκος Πέτρος', 'Ρόδος'],
    ['2', 'Α', 'Άννα Μύλος', 'Χίος'],
    ['2', 'Β', 'Άννη Μύλος', 'Χίος'],
    ['3', '', 'Κάρολος Μάης', 'Σάμος'],
    ['3', '', 'Κάρολος Μάης', 'Σάμος'],
    ['3', '', 'Ζωή Θεού', 'Κως'],
  ],
);

/** Texts and names on the page with Latin words, but for names of keys, of the file and of a column it lacks. */
async function untranslated(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.body.querySelectorAll(':not(kbd, script)')) {
      for (const node of element.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) {
          found.push(node.textContent ?? '');
        }
      }
      for (const name of ['aria-label', 'aria-description', 'aria-roledescription', 'title', 'placeholder', 'alt']) {
        found.push(element.getAttribute(name) ?? '');
      }
    }
    return found;
  });
  // Names of the file and its columns, and of keys at the end of a tooltip, are the same in every language.
  const names = /labels\.csv|labeling_set_id|\((?:(?:Ctrl|Alt|Shift)\+)+[A-Z]\)$/g;
  return texts.filter((text) => /[A-Za-z]{2}/.test(text.replaceAll(names, '')));
}

test('every text of the page is translated: toolbar, cards, problems, panels, the finish screen', async ({ page }) => {
  const host = new SimulatedHost(page, file, { strings });
  await host.open();
  const act = (action: EditorAction) => host.send({ type: 'action', action, context: undefined });
  const told = (text: string, ...args: readonly (string | number)[]) =>
    (strings[text] ?? '').replaceAll(/\{(\d)\}/g, (_, at) => `${args[at]}`);

  await expect(page.getByText(told(english.progress, 5, 8, 2, 3))).toBeVisible();
  await expect(page.getByRole('button', { name: told(english.columns), exact: true })).toBeVisible();
  await expect(page.getByText(told(english.setRows, 2, 2)).first()).toBeVisible();
  await expect(page.getByRole('rowgroup', { name: told(english.setName, 1, 3) })).toBeVisible();
  await expect(page.getByText(`“Άννα Μύλος” ≠ “Άννη Μύλος” (${told('set {0}', 2)})`)).toBeVisible();
  await expect(page.getByRole('button', { name: told('Merge group “{0}” into group “{1}”', 'Β', 'Α') })).toBeVisible();
  expect(await untranslated(page)).toEqual([]);

  const panels: readonly (readonly [EditorAction, string])[] = [
    ['help', english.helpMouse],
    ['columns', english.columnsReset],
    ['filter', english.filterUnlabeled],
    ['peek', english.peekValue],
  ];
  for (const [action, text] of panels) {
    await act(action);
    await expect(page.getByText(told(text), { exact: true }).first()).toBeVisible();
    expect(await untranslated(page), action).toEqual([]);
    await page.keyboard.press('Escape');
  }
  await host.send({ type: 'reveal', row: 5 });
  await act('suggestSet');
  await expect(page.getByText(told(english.suggested))).toBeVisible();
  expect(await untranslated(page), 'suggestSet').toEqual([]);
  await act('finishSet');
  await expect(page.getByRole('dialog', { name: told(english.finishTitle) })).toBeVisible();
  expect(await untranslated(page), 'finish').toEqual([]);
});

test('why a file cannot be read is translated, and logged in English', async ({ page }) => {
  const host = new SimulatedHost(page, file, { strings });
  await host.open();
  await host.send({
    type: 'open',
    documentVersion: 2,
    rowsVersion: 7,
    name: 'labels.csv',
    bytes: new TextEncoder().encode('α,β\n1,2\n'),
    packed: false,
    labels: [],
    accepted: [],
    notes: { rows: [], sets: [] },
    settings: plainSettings,
    transform: undefined,
    status: cleanStatus,
    strings,
  });
  await expect(page.getByRole('alert')).toBeVisible();
  expect(await untranslated(page)).toEqual([]);
  expect((await host.until('failed')).reason).toContain('no column named');
});
