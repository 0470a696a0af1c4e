/**
 * Every text of the labeling editor in English. The host's `strings` replace them by key, so that they can be
 * translated. `{0}`, `{1}`… stand for the arguments of `text`.
 */
export const english = {
  loading: 'Opening…',
  failed: 'This file could not be shown: {0}',
  empty: 'This labeling file has no rows.',
  gridName: 'Labeling sets',
  setName: 'Labeling set {0} of {1}',
  setRows: '{0} of {1} rows',
  setDone: 'done',
  progress: '{0} of {1} rows labeled, {2} of {3} sets done',
  pace: '{0} rows a minute, about {1} left',
  minutes: '{0} min',
  seconds: '{0} s',
  label: 'label',
  toolbar: 'Labeling',
  saveAndImport: 'Save and Import',
  rail: 'All labeling sets',
  railItem: 'Set {0}: {1} of {2} rows labeled',
  railProblem: 'Set {0}: {1} of {2} rows labeled, {3} problems',
  rowName: 'Row {0} of {1}, {2}',
  rowGroup: 'group {0}, {1} rows',
  rowAlone: 'group {0}, on its own',
  rowUnlabeled: 'unlabeled',
  readOnly: 'Read-only',
  editLabelRow: 'put 1 row in group {0}',
  editLabelRows: 'put {0} rows in group {1}',
  editClear: 'clear the label of {0} rows',
  editFinish: 'finish set {0}',
  saidLabel: 'Row {0}: group {1}.',
  saidLabelMany: '{0} rows put in group {1}.',
  saidClear: '{0} labels cleared.',
  saidFinished: 'Set {0} is finished.',
  saidNext: 'Set {0} of {1}, row {2}.',
  saidAllDone: 'All rows are labeled.',
  saidReadOnly: 'This file is read-only: {0}',
  saidUndo: 'Undone: {0}.',
  saidRedo: 'Redone: {0}.',
  keyGroup: 'group',
  keySame: 'same as above',
  keyAlone: 'on its own',
  keyFinish: 'finish set',
  keyClear: 'clear',
  keySets: 'sets',
  keyFilter: 'filter',
  keyHelp: 'all keys',
} as const;

export type TextKey = keyof typeof english;
export type Strings = Readonly<Record<string, string>>;

/** The text for `key` in the user's language with its arguments filled in. */
export type Say = (key: TextKey, ...args: readonly (string | number)[]) => string;

/** A `Say` that looks in the host's strings first. */
export function speak(strings: Strings): Say {
  return (key, ...args) =>
    (strings[key] ?? english[key]).replace(/\{(\d+)\}/g, (whole, index: string) =>
      String(args[Number(index)] ?? whole),
    );
}
