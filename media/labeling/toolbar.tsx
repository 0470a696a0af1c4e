import { rowsPerMinute } from '../../src/shared/progress';
import { toggleDifferences } from './commands/arrange';
import { openFilter, togglePanel } from './commands/panels';
import { suggestAll } from './commands/suggest';
import { moveAlongToolbar } from './roving';
import type { Session } from './session';
import { isFiltered, type Opened } from './state';

interface Props {
  readonly state: Opened;
  readonly session: Session;
}

/** Progress and what applies to the whole file. */
export function Toolbar({ state, session }: Props) {
  const { say, status, filter, filterOpen, settings, panel } = state;
  const { rows, labeledRows } = state.progress.now;
  const complete = rows > 0 && labeledRows === rows;
  return (
    <div class="bar" role="toolbar" aria-label={say('toolbar')} onKeyDown={moveAlongToolbar}>
      <span class="meter" aria-hidden="true">
        <i style={{ transform: `scaleX(${rows === 0 ? 0 : labeledRows / rows})` }} />
      </span>
      <Progress state={state} />
      <Pace state={state} />
      {status.readOnly !== undefined && (
        <span class="badge" title={status.readOnly}>
          {say('readOnly')}
        </span>
      )}
      <button
        type="button"
        class="tool"
        aria-pressed={isFiltered(filter)}
        aria-expanded={filterOpen || isFiltered(filter)}
        onClick={() => openFilter(session)}
      >
        {say('filter')}
      </button>
      <button
        type="button"
        class="tool"
        aria-pressed={settings.showDifferences}
        onClick={() => toggleDifferences(session)}
      >
        {say('differences')}
      </button>
      <button type="button" class="tool" aria-pressed={state.proposals.size > 0} onClick={() => suggestAll(session)}>
        {say('suggestAll')}
      </button>
      <button
        type="button"
        class="tool"
        aria-expanded={panel === 'columns'}
        onClick={() => togglePanel(session, 'columns')}
      >
        {say('columns')}
      </button>
      {complete && (
        <button type="button" class="tool" onClick={() => togglePanel(session, 'finish')}>
          {say('summary')}
        </button>
      )}
      {status.canImport && (
        <button
          type="button"
          class={complete ? 'primary' : 'secondary'}
          disabled={status.saving}
          onClick={() => session.send({ type: 'saveAndImport' })}
        >
          {say('saveAndImport')}
        </button>
      )}
    </div>
  );
}

/** "12 of 100 rows labeled, 1 of 10 sets done", with the two numbers that grow in bold. */
function Progress({ state }: { readonly state: Opened }) {
  const { rows, labeledRows, sets, doneSets } = state.progress.now;
  const parts = state.say('progress', labeledRows, rows, doneSets, sets).split(/(\d+)/);
  return <span class="progress">{parts.map((part, at) => (at % 4 === 1 ? <b key={at}>{part}</b> : part))}</span>;
}

/** How fast it goes and how long it will take; where there is no room for that, it is left out whole. */
function Pace({ state }: { readonly state: Opened }) {
  const { say, labeling, progress } = state;
  const pace = rowsPerMinute(labeling);
  const { rows, labeledRows } = progress.now;
  if (pace === undefined || labeledRows === rows) {
    return <span class="pace" />;
  }
  const minutes = (rows - labeledRows) / pace;
  const told = Math.max(1, Math.round(pace));
  const text =
    minutes < 1
      ? say('paceUnderMinute', told)
      : minutes < 90
        ? say('paceMinutes', told, Math.round(minutes))
        : say('paceHours', told, Math.round(minutes / 60));
  return (
    <span class="dim pace">
      <span>{text}</span>
    </span>
  );
}
