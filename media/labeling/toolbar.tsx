import type { Editor } from './editor';
import type { Opened } from './state';

interface Props {
  readonly state: Opened;
  readonly editor: Editor;
}

/** Progress and what applies to the whole file. */
export function Toolbar({ state, editor }: Props) {
  const { say, status } = state;
  const { rows, labeledRows, sets, doneSets } = state.progress.now;
  return (
    <div class="bar" role="toolbar" aria-label={say('toolbar')}>
      <span class="meter" aria-hidden="true">
        <i style={{ width: `${rows === 0 ? 0 : (labeledRows / rows) * 100}%` }} />
      </span>
      <span class="progress">{say('progress', labeledRows, rows, doneSets, sets)}</span>
      <span class="grow" />
      {status.readOnly !== undefined && (
        <span class="badge" title={status.readOnly}>
          {say('readOnly')}
        </span>
      )}
      {status.canImport && (
        <button type="button" class="primary" onClick={() => editor.saveAndImport()}>
          {say('saveAndImport')}
        </button>
      )}
    </div>
  );
}
