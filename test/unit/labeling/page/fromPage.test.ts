import { describe, expect, test } from 'vitest';
import { parseFromWebview, parseLabelEdit, parseViewSettings } from '../../../../src/labeling/page/fromPage';

const layout = { hidden: ['a'], pinned: [], widths: { b: 120 } };
const change = { row: 3, before: '', after: 'A' };
const edit = { type: 'edit', id: '1', name: 'n', rowsVersion: 0, changes: [change] };

describe('messages of the webview', () => {
  test('an edit is taken as it is, without what does not belong to it', () => {
    const message = { ...edit, changes: [{ ...change, isAccepted: true }] };
    expect(parseFromWebview({ ...message, extra: true })).toEqual(message);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'edit'],
    ['an array', [change]],
    ['no type', {}],
    ['an unknown type', { type: 'format' }],
    ['an edit without a name', { ...edit, name: undefined }],
    ['an edit of rows of no version', { ...edit, rowsVersion: undefined }],
    ['an edit of a row below zero', { ...edit, changes: [{ ...change, row: -1 }] }],
    ['an edit of half a row', { ...edit, changes: [{ ...change, row: 0.5 }] }],
    ['an edit to a number', { ...edit, changes: [{ ...change, after: 1 }] }],
    ['an edit with a huge label', { ...edit, changes: [{ ...change, after: 'x'.repeat(20_000) }] }],
    ['an edit that was accepted who knows how', { ...edit, changes: [{ ...change, isAccepted: 'yes' }] }],
    ['settings without a layout', { type: 'settings', settings: { showDifferences: true, dimEqual: false } }],
    ['a row elsewhere without a place', { type: 'goToRow', row: 1 }],
    ['half a row elsewhere', { type: 'goToRow', uri: 'glue-s3://local/b/k.csv', row: 1.5 }],
    ['choices that are no pairs', { type: 'resolveConflict', choices: [[1]] }],
    ['a notice without an id', { type: 'noticeAction' }],
    ['a step that goes on by itself', { type: 'step', step: 'importing' }],
    ['keys asked for without a turn', { type: 'askKeys', byHand: true }],
  ])('%s is refused', (_, message) => {
    expect(parseFromWebview(message)).toBeUndefined();
  });

  test.each(['ready', 'save', 'undo', 'redo', 'cancelConflict'])('%s stands alone', (type) => {
    expect(parseFromWebview({ type, more: 1 })).toEqual({ type });
  });

  test('choices of a conflict', () => {
    const message = {
      type: 'resolveConflict',
      choices: [
        [4, 'A'],
        [7, ''],
      ],
    };
    expect(parseFromWebview(message)).toEqual(message);
  });

  test('a row of another file is gone to', () => {
    const message = { type: 'goToRow', uri: 'glue-s3://local/bucket/b.csv', row: 3 };
    expect(parseFromWebview(message)).toEqual(message);
  });
});

test('view settings are checked member by member, wherever they come from', () => {
  const settings = { showDifferences: true, dimEqual: false, layout, order: 'file' };
  expect(parseViewSettings(settings)).toEqual(settings);
  expect(parseViewSettings({ ...settings, order: undefined }), 'as stored before there was a choice').toEqual({
    ...settings,
    order: 'similarity',
  });
  expect(parseViewSettings({ ...settings, layout: { ...layout, widths: { b: -1 } } })).toBeUndefined();
  expect(parseViewSettings({ ...settings, layout: { ...layout, widths: { b: Number.NaN } } })).toBeUndefined();
  expect(parseViewSettings({ ...settings, layout: { ...layout, hidden: 'a' } })).toBeUndefined();
  expect(parseViewSettings(undefined)).toBeUndefined();
});

test('the edit of a quick fix is checked too', () => {
  expect(parseLabelEdit({ name: 'n', changes: [change] })).toEqual({ name: 'n', changes: [change] });
  expect(parseLabelEdit({ name: 'n', changes: [{}] })).toBeUndefined();
  expect(parseLabelEdit('n')).toBeUndefined();
});
