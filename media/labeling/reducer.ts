import type { DocumentStatus, ViewSettings } from '../../src/shared/protocol';
import type { Opened, Selection, State } from './state';
import type { Say } from './strings';

export type Action =
  | { readonly type: 'opened'; readonly opened: Opened }
  | { readonly type: 'failed'; readonly say: Say; readonly reason: string }
  /** The labels and their counts have changed in place. */
  | { readonly type: 'relabeled' }
  | { readonly type: 'select'; readonly selection: Selection }
  | { readonly type: 'say'; readonly text: string }
  | { readonly type: 'status'; readonly status: DocumentStatus }
  | { readonly type: 'settings'; readonly settings: ViewSettings };

/** The whole view state's next value. Pure but for the labels and their counts, a model that only the editor changes. */
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
      return { ...state, revision: state.revision + 1 };
    case 'select':
      return { ...state, selection: action.selection };
    case 'say':
      return { ...state, said: { text: action.text, turn: state.said.turn + 1 } };
    case 'status':
      return { ...state, status: action.status };
    case 'settings':
      return { ...state, settings: action.settings };
  }
}
