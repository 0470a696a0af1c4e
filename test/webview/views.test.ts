import { deflateRawSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { fileOf, publicationFile } from './files.ts';
import { labels, openPeople, peopleColumns, press } from './people.ts';
import { cleanStatus, plainSettings, SimulatedHost } from './simulatedHost.ts';

test('the filter counts and marks hits, stays in sight and goes with one key', async ({ page }) => {
  await openPeople(page);
  await press(page, '/');
  await page.keyboard.type('crane');
  await expect(page.getByText('2 of 6 rows shown. 2 matches.')).toBeVisible();
  await expect(page.locator('[data-row]')).toHaveCount(2);
  await expect(page.locator('.hit')).toHaveText(['Crane', 'Crane']);
  await press(page, 'Enter', 'a');
  await expect(labels(page, 2)).toHaveText(['A', '']);
  await press(page, 'Escape');
  await expect(page.locator('[data-row]')).toHaveCount(6);
  await expect(page.getByRole('search')).toHaveCount(0);
});

test('rows stay in sight when they are labeled under the filter for unlabeled rows', async ({ page }) => {
  await openPeople(page);
  await press(page, '/');
  await page.getByRole('button', { name: 'Unlabeled' }).click();
  await expect(page.getByText('5 of 6 rows shown.', { exact: true })).toBeVisible();
  await page.getByRole('grid').focus();
  await press(page, 'a', 'a');
  await expect(page.locator('[data-row]')).toHaveCount(5);
  await page.getByRole('button', { name: 'Apply again' }).click();
  await expect(page.locator('[data-row]')).toHaveCount(3);
});

test('suggestions are asked for, give reasons, and are accepted as one edit that is counted', async ({ page }) => {
  const host = new SimulatedHost(page, publicationFile(10));
  await host.open();
  await expect(page.getByText('Suggested:')).toHaveCount(0);
  await press(page, ';');
  await expect(page.getByText(/^A: rows 1, 3 \(.* agree/)).toBeVisible();
  await expect(labels(page, 1).first()).toHaveText('');
  await press(page, '+');
  const [edit] = host.all('edit');
  expect(edit?.changes.filter(({ isAccepted }) => isAccepted)).toHaveLength(10);
  expect(host.labels.get(0)).toBe('A');
  expect(host.labels.get(2)).toBe('A');
  await press(page, ']', ';', '-');
  await expect(page.getByText('Suggested:')).toHaveCount(0);
  expect(host.all('edit').length).toBe(1);
});

test('suggestions for all sets are shown and taken away by one button, and change no label', async ({ page }) => {
  const host = await openPeople(page);
  const suggest = page.getByRole('button', { name: 'Suggest', exact: true });
  await suggest.click();
  await expect(page.getByText('Suggested:')).toHaveCount(2);
  await expect(page.getByRole('status')).toHaveText(/Groups suggested for 2 sets/);
  await suggest.click();
  await expect(page.getByText('Suggested:')).toHaveCount(0);
  expect(host.all('edit')).toEqual([]);
});

test('the finish screen sums up and offers the one next step', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, 'a', 'a', 'Enter', 'Enter');
  const finish = page.getByRole('dialog', { name: 'All rows are labeled' });
  await expect(finish.locator('dd')).toHaveText(['5', '1', '6', '0']);
  await finish.getByRole('button', { name: 'Save and Import' }).click();
  expect((await host.until('step')).step).toBe('import');
  await expect(finish).toHaveCount(0);
});

test('a conflict asks row by row and answers all at once', async ({ page }) => {
  const host = await openPeople(page);
  const rows = [
    { row: 0, base: '', theirs: 'B', yours: 'A' },
    { row: 4, base: 'x-1', theirs: '', yours: 'C' },
  ];
  await host.send({ type: 'conflict', rows });
  const dialog = page.getByRole('dialog', { name: 'Someone else has changed the same rows' });
  const keep = dialog.getByRole('button', { name: 'Keep These Labels' });
  await expect(keep).toBeDisabled();
  await dialog.getByRole('radio', { name: 'Set 1, row 1, Theirs: B' }).check();
  await expect(dialog.getByText('1 to decide')).toBeVisible();
  await dialog.getByRole('radio', { name: 'Set 2, row 1, Yours: C' }).check();
  await keep.click();
  const { choices } = await host.until('resolveConflict');
  expect(choices).toEqual([
    [0, 'B'],
    [4, 'C'],
  ]);
  await host.send({ type: 'conflict', rows });
  await press(page, 'Escape');
  await host.until('cancelConflict');
});

test('columns are hidden, pinned and widened, and the host remembers', async ({ page }) => {
  const host = await openPeople(page);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'name' }).uncheck();
  await page.getByRole('button', { name: 'Pin “id”' }).click();
  await page.getByRole('button', { name: 'Make “town” wider' }).click();
  await press(page, 'Escape');
  await expect(page.locator('#row-0 [role=gridcell]')).toHaveText(['', 'p1', 'Ulm']);
  expect(host.all('settings').at(-1)?.settings.layout).toEqual({
    hidden: ['name'],
    pinned: ['id'],
    widths: { town: 200 },
  });
  await expect(page.getByRole('grid')).toBeFocused();
});

test('problems stand in the card with place and chain, lead to the other set and are fixed by one click', async ({
  page,
}) => {
  const host = new SimulatedHost(
    page,
    fileOf(peopleColumns, [
      ['s1', 'A', 'Ann', 'Ulm', 'p1'],
      ['s1', 'A', 'Anne', 'Ulm', 'p2'],
      ['s2', 'A', 'Ann', 'Ulm', 'p1'],
      ['s2', 'B', 'Anne', 'Ulm', 'p2'],
    ]),
  );
  await host.open();
  await expect(page.getByText('Rows 1 and 2 are in the same group here, which contradicts set 2')).toBeVisible();
  await page.getByRole('button', { name: 'Go to set 2' }).click();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-2');
  await page.getByRole('button', { name: 'Merge group “B” into group “A”' }).click();
  await expect(page.getByText('contradicts')).toHaveCount(0);
  expect(host.labels.get(3)).toBe('A');
});

test('the host’s problems, notices and actions are shown and answered', async ({ page }) => {
  const notice = { severity: 'error' as const, text: 'Saving failed.', actions: [{ id: 'save', title: 'Retry' }] };
  const host = await openPeople(page);
  await host.send({ type: 'status', status: { ...cleanStatus, notice } });
  await expect(page.getByRole('status')).toHaveText('Saving failed.');
  await page.getByRole('button', { name: 'Retry' }).click();
  expect((await host.until('noticeAction')).id).toBe('save');
  await host.send({
    type: 'problems',
    problems: [{ severity: 'warning', row: 2, text: 'Labeled otherwise in b.csv.', elsewhere: [], fixes: [] }],
  });
  await expect(page.getByText('Labeled otherwise in b.csv.')).toBeVisible();
  await host.send({ type: 'action', action: 'nextProblem', context: undefined });
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-2');
  await host.send({ type: 'action', action: 'hideColumn', context: { column: 'town' } });
  await expect(page.locator('#row-0 [role=gridcell]')).toHaveText(['', 'Ann Miller', 'p1']);
  await host.send({ type: 'action', action: 'copyRow', context: { row: 5 } });
  expect((await host.until('copy')).text).toBe('label\tname\ttown\tid\n\tKarl Crane\tJena\tp6');
  await host.send({ type: 'reveal', row: 0 });
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-0');
});

test('what is wrong with the file stands above the list, with its repair, until it is put aside', async ({ page }) => {
  const text = 'labeling_set_id;label;name\ns1;;Ann\ns1;;Anne\n';
  const host = new SimulatedHost(page, new TextEncoder().encode(text));
  await host.open();
  const notice = page.getByRole('region', { name: 'Problems of the file' });
  await expect(notice).toContainText('The columns are separated by semicolons, but AWS Glue expects commas.');
  await expect(page.getByRole('status')).toContainText('The columns are separated by semicolons');
  await notice.getByRole('button', { name: 'Repair…' }).click();
  await host.until('repair');
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toHaveCount(0);
  await expect(page.getByRole('grid')).toBeFocused();
  // Another problem is told, the same one not again. No confirmation is on its way when the file is sent anew.
  host.confirms = false;
  await press(page, 'a', 'a');
  await press(page, 'Escape');
  await expect(notice).toHaveText(/^\s*All labeled rows match each other/);
  await expect(notice.getByRole('button', { name: 'Repair…' })).toHaveCount(0);
  // What was put aside stays so when the file is sent anew.
  await host.sendOpen();
  await expect(notice).toHaveText(/^\s*All labeled rows match each other/);
});

test('columns unlike the transform’s are told above the list as soon as it is known', async ({ page }) => {
  const host = await openPeople(page);
  const notice = page.getByRole('region', { name: 'Problems of the file' });
  await expect(notice).toHaveCount(0);
  const transform = { id: 'tfm-1', name: 'people', primaryKey: 'id', columns: ['name', 'born', 'id'] };
  await host.send({ type: 'transform', transform, settings: plainSettings });
  await expect(notice).toContainText('(missing: “born”; not in the transform: “town”)');
  await expect(notice.getByRole('button')).toHaveText(['Dismiss']);
});

test('a file that may not be written is not offered for repair', async ({ page }) => {
  const text = 'labeling_set_id;label;name\ns1;;Ann\ns1;;Anne\n';
  const status = { ...cleanStatus, readOnly: 'You may not write labels.csv.' };
  await new SimulatedHost(page, new TextEncoder().encode(text), { status }).open();
  const notice = page.getByRole('region', { name: 'Problems of the file' });
  await expect(notice).toContainText('semicolons');
  await expect(notice.getByRole('button')).toHaveText(['Dismiss']);
});

test('what contradicts another file leads there and is fixed in the card, unless the labels have changed', async ({
  page,
}) => {
  const host = await openPeople(page);
  const uri = 'glue-s3://local/bucket/round1/b.csv';
  const name = 's3://bucket/round1/b.csv';
  await host.send({
    type: 'problems',
    problems: [
      {
        severity: 'error',
        row: 4,
        text: 'Rows 1 and 2 are in different groups here.',
        elsewhere: [
          { name, uri, row: 7 },
          { name, uri, row: 9 },
        ],
        fixes: [
          { name: 'Merge group “y” into group “x-1”', changes: [{ row: 5, before: '', after: 'x-1' }] },
          { name: 'Merge group “z” into group “x-1”', changes: [{ row: 5, before: 'z', after: 'x-1' }] },
        ],
      },
    ],
  });
  const card = page.locator('.problem').filter({ hasText: 'different groups' });
  await card.getByRole('button', { name: 'Go to row' }).click();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-4');
  await card.getByRole('button', { name: 'Go to b.csv' }).click();
  expect(await host.until('goToRow')).toEqual({ type: 'goToRow', uri, row: 7 });
  await expect(card.getByRole('button', { name: 'Merge group “z” into group “x-1”' })).toHaveCount(0);
  await card.getByRole('button', { name: 'Merge group “y” into group “x-1”' }).click();
  await expect(labels(page, 2)).toHaveText(['x-1', 'x-1']);
  await expect(card.getByRole('button', { name: /Merge/ })).toHaveCount(0);
});

test('a file that cannot be read says why', async ({ page }) => {
  const host = await openPeople(page);
  const bytes = new TextEncoder().encode('a,b\n1,2\n');
  await host.send({
    type: 'open',
    documentVersion: 2,
    rowsVersion: 7,
    name: 'labels.csv',
    bytes,
    packed: false,
    labels: [],
    accepted: [],
    notes: { rows: [], sets: [] },
    settings: plainSettings,
    transform: undefined,
    status: cleanStatus,
    strings: {},
  });
  await expect(page.getByRole('alert')).toContainText('no column named “labeling_set_id”');
  await host.until('failed');
});

test('texts come from the host where it has them', async ({ page }) => {
  await openPeople(page, {
    strings: {
      '{0} of {1} rows labeled, {2} of {3} sets done': '{0} von {1} Zeilen, {2} von {3} Gruppen',
      Columns: 'Spalten',
    },
  });
  await expect(page.getByText('1 von 6 Zeilen, 0 von 2 Gruppen')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Spalten' })).toBeVisible();
});

test('a file that is read again keeps the place, the filter and what was arranged', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, '/');
  await page.keyboard.type('stone');
  await press(page, 'Enter', 'ArrowDown', 'b');
  await host.sendOpen();
  await expect(page.getByText('2 of 6 rows shown. 2 matches.')).toBeVisible();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-3');
  await expect(page.getByRole('grid')).toBeFocused();
});

test('a packed file is opened, and what comes while it is unpacked waits for it', async ({ page }) => {
  const host = await openPeople(page);
  const packed = deflateRawSync(publicationFile(300));
  await Promise.all([
    host.send({
      type: 'open',
      documentVersion: 2,
      rowsVersion: 7,
      name: 'large.csv',
      bytes: new Uint8Array(packed),
      packed: true,
      labels: [],
      accepted: [],
      notes: { rows: [], sets: [] },
      settings: plainSettings,
      transform: undefined,
      status: cleanStatus,
      strings: {},
    }),
    host.send({
      type: 'labels',
      documentVersion: 3,
      reason: 'edit',
      editName: 'label row A',
      changes: [{ row: 9, before: '', after: 'A' }],
      origin: undefined,
    }),
    host.send({ type: 'reveal', row: 2000 }),
  ]);
  await expect(page.getByText('1 of 2993 rows labeled, 0 of 300 sets done')).toBeVisible();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-2000');
  await press(page, 'b');
  expect((await host.until('edit')).rowsVersion, 'which rows the edit is of').toBe(7);
});

test('a transform that becomes known leaves the labels and the place as they are', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, 'ArrowDown', 'a');
  await host.send({
    type: 'transform',
    transform: { id: 'tfm-1', name: 'people', primaryKey: 'id', columns: ['name', 'id', 'town'] },
    settings: { ...plainSettings, layout: { hidden: ['town'], pinned: [], widths: {} } },
  });
  await expect(page.locator('#row-1 [role=gridcell]')).toHaveCount(3);
  await expect(labels(page, 1)).toHaveText(['', 'A', '', '']);
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-2');
  // The columns of its table are known now, and are other ones than the file's.
  await press(page, 'Enter', 'Enter');
  await expect(page.getByRole('dialog')).toContainText(/column/i);
});

test('a filter is as it was when a hidden tab is shown again', async ({ page }) => {
  const host = await openPeople(page);
  await press(page, '/');
  await page.keyboard.type('crane');
  await press(page, 'Enter', 'ArrowDown');
  await host.reload();
  await expect(page.getByText('2 of 6 rows shown. 2 matches.')).toBeVisible();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-5');
  await press(page, 'Escape');
  await host.reload();
  await expect(page.locator('[data-row]')).toHaveCount(6);
});

test('the filter for problems is back when the problems are known again', async ({ page }) => {
  const rows = ['1', '1', '2', '2', '3', '3'].map((set, row) => [set, row < 2 ? 'Aa'.charAt(row) : '', `name ${row}`]);
  const host = new SimulatedHost(page, fileOf(['name'], rows));
  await host.open();
  await press(page, '/');
  await page.getByRole('button', { name: 'With problems' }).click();
  await expect(page.getByText('2 of 6 rows shown.', { exact: true })).toBeVisible();
  await host.reload();
  await expect(page.getByText('2 of 6 rows shown.', { exact: true })).toBeVisible();
});

test('the filter finds labels and set ids, counts what is marked and says what is hidden', async ({ page }) => {
  const host = await openPeople(page);
  const hits = page.locator('.hit');
  await press(page, '/');
  await page.keyboard.type('x-1');
  await expect(page.getByText('1 of 6 rows shown. 1 match.')).toBeVisible();
  await expect(hits).toHaveText(['x-1']);
  await page.getByRole('textbox').fill('s2');
  await expect(page.getByText('2 of 6 rows shown. 1 match.')).toBeVisible();
  await expect(hits).toHaveText(['s2']);
  await page.getByRole('textbox').fill('n');
  const marked = await hits.count();
  await expect(page.getByText(`6 of 6 rows shown. ${marked} matches.`)).toBeVisible();
  await host.send({ type: 'action', action: 'hideColumn', context: { column: 'town' } });
  const unseen = marked - (await hits.count());
  expect(unseen).toBe(6);
  await expect(page.getByText(`${marked} matches. In hidden columns: ${unseen}.`)).toBeVisible();
  await expect(page.getByText('Labeling set 2 of 2')).toHaveAttribute('title', 'labeling_set_id: s2');
});

test('a label that was just given is found', async ({ page }) => {
  await openPeople(page);
  await press(page, '/');
  await page.keyboard.type('ulm');
  await press(page, 'Enter', 'q', '/');
  await page.getByRole('textbox').fill('q');
  await expect(page.getByText('1 of 6 rows shown. 1 match.')).toBeVisible();
});
