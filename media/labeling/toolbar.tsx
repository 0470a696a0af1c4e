import { Component } from 'preact';
import { rowsPerMinute } from '../../src/shared/progress';
import { toggleDifferences } from './commands/arrange';
import { openFilter, togglePanel } from './commands/panels';
import { suggestAll } from './commands/suggest';
import { moveAlongToolbar } from './roving';
import type { Session } from './session';
import { isFiltered, type Opened } from './state';
import type { TextKey } from './strings';

interface Props {
  readonly state: Opened;
  readonly session: Session;
}

/** A button of the toolbar; its text is its key, too. */
interface Tool {
  readonly text: TextKey;
  readonly class: 'tool' | 'primary' | 'secondary';
  readonly isPressed?: boolean;
  readonly isExpanded?: boolean;
  readonly isDisabled?: boolean;
  readonly run: () => void;
}

/** Progress and what applies to the whole file. All its buttons are one tab stop: the one that had the focus last. */
export class Toolbar extends Component<Props, { readonly stop: TextKey }> {
  override state: { readonly stop: TextKey } = { stop: 'filter' };

  render() {
    const { state } = this.props;
    const { say, status } = state;
    const { rows, labeledRows } = state.progress.now;
    const tools = this.tools(rows > 0 && labeledRows === rows);
    const stop = tools.find(({ text, isDisabled }) => text === this.state.stop && isDisabled !== true) ?? tools[0];
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
        {tools.map((tool) => this.button(tool, tool === stop))}
      </div>
    );
  }

  private button({ text, class: kind, isPressed, isExpanded, isDisabled, run }: Tool, isStop: boolean) {
    return (
      <button
        type="button"
        class={kind}
        key={text}
        tabIndex={isStop ? 0 : -1}
        aria-pressed={isPressed}
        aria-expanded={isExpanded}
        disabled={isDisabled}
        onFocus={() => this.setState({ stop: text })}
        onClick={run}
      >
        {this.props.state.say(text)}
      </button>
    );
  }

  private tools(complete: boolean): readonly Tool[] {
    const { state, session } = this.props;
    const { status, filter, filterOpen, settings, panel, proposals } = state;
    const tools: Tool[] = [
      {
        text: 'filter',
        class: 'tool',
        isPressed: isFiltered(filter),
        isExpanded: filterOpen || isFiltered(filter),
        run: () => openFilter(session),
      },
      {
        text: 'differences',
        class: 'tool',
        isPressed: settings.showDifferences,
        run: () => toggleDifferences(session),
      },
      { text: 'suggestAll', class: 'tool', isPressed: proposals.size > 0, run: () => suggestAll(session) },
      { text: 'columns', class: 'tool', isExpanded: panel === 'columns', run: () => togglePanel(session, 'columns') },
    ];
    if (complete) {
      tools.push({ text: 'summary', class: 'tool', run: () => togglePanel(session, 'finish') });
    }
    if (status.canImport) {
      tools.push({
        text: 'saveAndImport',
        class: complete ? 'primary' : 'secondary',
        isDisabled: status.saving,
        run: () => session.send({ type: 'saveAndImport' }),
      });
    }
    return tools;
  }
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
