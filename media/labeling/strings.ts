import { sayEnglish, type Say as Translate } from '../../src/shared/say';

/**
 * Every text of the page in English, but those of shared code. The host's `strings` have the translations by English
 * text. `{0}`, `{1}`… stand for the arguments.
 */
export const english = {
  loading: 'Opening…',
  failed: 'This file could not be shown: {0}',
  empty: 'This labeling file has no rows.',
  close: 'Close',
  cancel: 'Cancel',
  notice: 'Notice',

  heading: 'Labels of {0}',
  gridName: 'Labeling sets',
  setName: 'Labeling set {0} of {1}',
  setRows: '{0} of {1} rows',
  sortSet: 'Sort by similarity',
  suggestSet: 'Suggest groups',
  label: 'label',
  rowName: 'Row {0} of {1}, {2}',
  rowGroup: 'group {0}, {1} rows',
  rowAlone: 'group {0}, on its own',
  rowProposed: 'unlabeled, suggested for group {0}',
  rowUnlabeled: 'unlabeled',
  rail: 'All labeling sets',
  railItem: 'Set {0}: {1} of {2} rows labeled',
  railProblem: 'Set {0}: {1} of {2} rows labeled, 1 problem',
  railProblems: 'Set {0}: {1} of {2} rows labeled, {3} problems',

  toolbar: 'Labeling',
  progress: '{0} of {1} rows labeled, {2} of {3} sets done',
  pace: '{0} rows a minute,',
  paceLeft: '{0} left',
  underMinute: 'under 1 min',
  minutes: 'about {0} min',
  hours: 'about {0} h',
  filter: 'Filter',
  differences: 'Differences',
  suggestAll: 'Suggest',
  columns: 'Columns',
  summary: 'Summary',
  saveAndImport: 'Save and Import',
  readOnly: 'Read-only',

  filterText: 'Find in all columns',
  filterUnlabeled: 'Unlabeled',
  filterProblems: 'With problems',
  filterShown: '{0} of {1} rows shown.',
  filterHits: '{0} hits.',
  filterClear: 'Clear filter',
  filterAgain: 'Apply again',
  nothingFound: 'No row meets the filter.',

  columnsReset: 'Reset',
  columnsSearch: 'Find a column',
  columnNarrower: 'Make {0} narrower',
  columnWider: 'Make {0} wider',
  columnPin: 'Pin {0}',
  dimEqual: 'Dim values equal to the group’s first row',

  suggested: 'Suggested:',
  suggestedGroup: '{0}: rows {1} ({2})',
  suggestedAlone: '{0} on their own',
  accept: 'Accept',
  reject: 'Reject',
  goToRow: 'Go to row',
  goToSet: 'Go to set {0}',
  goToFile: 'Go to {0}',
  fileProblems: 'Problems of the file',
  repair: 'Repair…',
  dismiss: 'Dismiss',

  pickerName: 'Put in group',
  pickerGroup: 'Group {0}',
  pickerNew: 'New group {0}',
  pickerClear: 'Clear',
  dragRow: '1 row',
  dragRows: '{0} rows',

  peekTitle: 'Row in full',
  peekWhere: 'set {0}, row {1}',
  peekColumn: 'Column',
  peekValue: 'Value',
  peekFirst: 'First row of group {0}',

  finishTitle: 'All rows are labeled',
  finishRows: '{0} of {1} rows in {2} labeling sets have a label.',
  finishGroups: 'groups',
  finishMatched: 'pairs matched',
  finishApart: 'pairs apart',
  finishAccepted: 'labels from suggestions',
  finishProblem: '1 problem is open. Labels can be imported, but look at it first.',
  finishProblems: '{0} problems are open. Labels can be imported, but look at them first.',
  finishNoProblems: 'The checks found no problems.',
  finishShow: 'Go to First Problem',
  finishReview: 'Keep Reviewing',

  conflictTitle: 'Someone else has changed the same rows',
  conflictText:
    'For {0} rows the stored label and yours differ. Choose which to keep; all other labels of both sides are kept. You can undo it.',
  conflictRow: 'Row',
  conflictBase: 'Before',
  conflictTheirs: 'Theirs',
  conflictYours: 'Yours',
  conflictWhere: 'Set {0}, row {1}',
  conflictAllTheirs: 'All Theirs',
  conflictAllYours: 'All Yours',
  conflictOpen: '{0} to decide',
  conflictSave: 'Keep These Labels',

  editLabelRow: 'put 1 row in group {0}',
  editLabelRows: 'put {0} rows in group {1}',
  editClearRow: 'clear 1 label',
  editClearRows: 'clear {0} labels',
  editFinish: 'finish set {0}',
  editAccept: 'accept the suggestion for set {0}',

  saidLabel: 'Row {0}: group {1}.',
  saidLabelMany: '{0} rows put in group {1}.',
  saidClearRow: '1 label cleared.',
  saidClearRows: '{0} labels cleared.',
  saidSetDone: 'The set is labeled. Enter goes to the next one.',
  saidAllDone: 'All rows are labeled.',
  saidFilteredDone: 'All rows shown are labeled. Escape clears the filter.',
  saidNothingAbove: 'There is no row above in this set.',
  saidWhere: 'Set {0} of {1}, row {2}.',
  saidNoUnlabeled: 'No unlabeled row is shown.',
  saidNoProblem: 'No row shown has a problem.',
  saidSelected: '{0} rows selected.',
  saidFixed: 'Done: {0}.',
  saidReadOnly: 'This file is read-only: {0}',
  saidUndone: 'Undone: {0}.',
  saidRedone: 'Redone: {0}.',
  saidChangedElsewhere: '{0} labels were changed elsewhere.',
  saidFiltered: 'Filter: {0} of {1} rows shown.',
  saidUnfiltered: 'Filter cleared.',
  saidSorted: 'Set {0} sorted by similarity. The file stays as it is.',
  saidFileOrder: 'Set {0} in file order.',
  saidSuggested: '{0} groups suggested for {1} rows. Plus accepts, minus rejects.',
  saidSuggestedGroup: 'Group {0}: {1}.',
  saidSuggestedAll: 'Groups suggested for {0} sets. In each, plus accepts and minus rejects.',
  saidNothingToSuggest: 'Every row of this set has a label already.',
  saidNoSuggestion: 'No suggestion waits in this set. Semicolon asks for one.',
  saidAccepted: 'Suggestion accepted: {0} rows labeled.',
  saidRejected: 'Suggestion rejected.',
  saidCopiedRow: '1 row copied.',
  saidCopiedRows: '{0} rows copied.',

  legendMark: 'marked',
  legendDiffers: 'differs from the group’s first row',
  legendEqual: 'equal',

  keyGroup: 'group',
  keySame: 'same as above',
  keyAlone: 'on its own',
  keyFinish: 'finish set',
  keyClear: 'clear',
  keySets: 'sets',
  keyFilter: 'filter',
  keyHelp: 'all keys',

  helpTitle: 'Keys of the labeling editor',
  helpLabel: 'Label',
  helpMove: 'Move and select',
  helpShow: 'Show',
  helpGroup: 'Put the row or the selected rows in this group and go on',
  helpSame: 'Same group as the row above',
  helpAlone: 'A new group of its own',
  helpFinish: 'Finish the set: each empty row on its own, then the next unfinished set',
  helpClear: 'Clear the label',
  helpUndo: 'Undo, redo',
  helpSave: 'Save',
  helpRows: 'Rows',
  helpSets: 'Previous, next set',
  helpEdges: 'First, last row of the set',
  helpEnds: 'First, last row of the file',
  helpUnlabeled: 'Next, previous unlabeled row',
  helpProblem: 'Next, previous problem',
  helpSelect: 'Select more rows, the whole set',
  helpFilter: 'Filter',
  helpEscape: 'Reject the suggestion, end the selection, clear the filter',
  helpPeek: 'Read the row in full',
  helpSuggest: 'Suggest groups for the set',
  helpDecide: 'Accept, reject the suggestion',
  helpHelp: 'These keys',
  helpMouse:
    'With the mouse: drag rows onto a row or a group of their set, or click a label to choose its group. Click, Shift+click and Ctrl+click select.',
  helpLetters:
    'Letters and digits always label, so N is group N; a new group is the period. More actions can be bound in VS Code’s Keyboard Shortcuts under “Glue Labeling”.',
} as const;

export type TextKey = keyof typeof english;

/** The text for `key` in the user's language with its arguments filled in. */
export type Say = (key: TextKey, ...args: readonly (string | number)[]) => string;

/** A `Say` that looks in the host's strings first. */
export function speak(strings: Readonly<Record<string, string>>): Say {
  const translate = translator(strings);
  return (key, ...args) => translate(english[key], ...args);
}

/** The same for the texts of shared code, which bring their English along. */
export function translator(strings: Readonly<Record<string, string>>): Translate {
  return (text, ...args) => sayEnglish(strings[text] ?? text, ...args);
}
