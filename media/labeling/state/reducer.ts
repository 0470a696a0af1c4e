import type { Checks } from '../../../src/shared/checks/checks';
import type { LabelingStep } from '../../../src/shared/labels/progress';
import type { ConflictRow, DocumentStatus, HostProblem, ViewSettings } from '../../../src/shared/protocol';
import type { Say } from '../parts/strings';
import type { Proposal } from './proposal';
import type { Hits } from './search';
import type { Filter, Opened, Panel, Selection, ShownNotes, State } from './state';
import type { View } from './view';

export type Action =
  | { readonly type: 'opened'; readonly opened: Opened }
  | { readonly type: 'failed'; readonly say: Say; readonly reason: string }
  /** The labels and what counts and checks them have changed in place; `step` is of rows labeled by hand. */
  | {
      readonly type: 'relabeled';
      readonly step: LabelingStep | undefined;
      readonly proposals: ReadonlyMap<number, Proposal>;
    }
  | { readonly type: 'checked'; readonly checks: Checks }
  | { readonly type: 'hostProblems'; readonly problems: readonly HostProblem[] }
  | { readonly type: 'notes'; readonly notes: ShownNotes }
  | { readonly type: 'dismissed'; readonly dismissed: readonly string[] }
  | { readonly type: 'select'; readonly selection: Selection }
  | { readonly type: 'say'; readonly text: string; readonly isShown: boolean }
  | { readonly type: 'status'; readonly status: DocumentStatus }
  | { readonly type: 'settings'; readonly settings: ViewSettings }
  | { readonly type: 'panel'; readonly panel: Panel }
  | { readonly type: 'filterOpen'; readonly open: boolean }
  | { readonly type: 'filter'; readonly filter: Filter; readonly view: View; readonly hits: Hits }
  | { readonly type: 'view'; readonly view: View }
  | { readonly type: 'proposals'; readonly proposals: ReadonlyMap<number, Proposal> }
  | { readonly type: 'conflict'; readonly rows: readonly ConflictRow[] | undefined };

/** More than the pace is told from. */
const keptSteps = 100;

/** The whole view state's next value. Pure but for the models, which only the session changes. */
export function reduce(state: State, action: Action): State {
  if (action.type === 'opened') {
    return action.opened;
  }
  if (action.type === 'failed') {
    return { stage: 'failed', say: action.say, reason: action.reason };
  }
  return state.stage === 'opened' ? reduceOpened(state, action) : state;
}

function reduceOpened(state: Opened, action: Exclude<Action, { type: 'opened' | 'failed' }>): Opened {
  switch (action.type) {
    case 'relabeled':
      return {
        ...state,
        revision: state.revision + 1,
        proposals: action.proposals,
        labeling: action.step ? [...state.labeling, action.step].slice(-keptSteps) : state.labeling,
      };
    case 'checked':
      return { ...state, checks: action.checks };
    case 'hostProblems':
      return { ...state, hostProblems: action.problems };
    case 'notes':
      return { ...state, notes: action.notes };
    case 'dismissed':
      return { ...state, dismissed: action.dismissed };
    case 'select':
      return { ...state, selection: action.selection, said: { ...state.said, isShown: false } };
    case 'say':
      return { ...state, said: { text: action.text, turn: state.said.turn + 1, isShown: action.isShown } };
    case 'status':
      return sameStatus(state.status, action.status) ? state : { ...state, status: action.status };
    case 'settings':
      return { ...state, settings: action.settings };
    case 'panel':
      return { ...state, panel: action.panel, finished: state.finished || action.panel === 'finish' };
    case 'filterOpen':
      return { ...state, filterOpen: action.open };
    case 'filter':
      return { ...state, filter: action.filter, view: action.view, hits: action.hits };
    case 'view':
      return { ...state, view: action.view };
    case 'proposals':
      return { ...state, proposals: action.proposals };
    case 'conflict':
      return { ...state, conflict: action.rows };
  }
}

/** The host tells its status after every edit, mostly the same. */
function sameStatus(a: DocumentStatus, b: DocumentStatus): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
