import { Component } from 'preact';
import { rowsPerMinute } from '../../../src/shared/labels/progress';
import { toggleDifferences } from '../commands/arrange';
import { openFilter, togglePanel } from '../commands/panels';
import { suggestAll } from '../commands/suggest';
import { isApple } from '../input/keyboardLayout';
import { measureIn } from '../list/metrics';
import { Icon } from '../parts/icon';
import { Kept } from '../parts/memo';
import { moveAlongToolbar } from '../parts/roving';
import type { TextKey } from '../parts/strings';
import type { Session } from '../state/session';
import { isFiltered, type Opened } from '../state/state';
import { canTake, importedText, stepTexts, takeStep } from './fileStep';
import { type ToolbarRoom, toolbarRoom } from './toolbarRoom';

interface Props {
  readonly state: Opened;
  readonly session: Session;
}

/** A button of the toolbar; its text is its key, too. */
interface Tool {
  readonly text: TextKey;
  readonly class: 'tool' | 'primary' | 'secondary';
  readonly icon: string;
  /** For its tooltip. */
  readonly key: string;
  readonly isPressed?: boolean;
  readonly isExpanded?: boolean;
  readonly isDisabled?: boolean;
  readonly run: () => void;
}

/** Progress and what applies to the whole file. All its buttons are one tab stop: the one that had the focus last. */
export class Toolbar extends Component<Props, { readonly stop: TextKey; readonly width: number }> {
  override state: { readonly stop: TextKey; readonly width: number } = { stop: 'filter', width: window.innerWidth };
  private readonly room = new Kept<ToolbarRoom>();
  private readonly resized = (): void => this.setState({ width: window.innerWidth });

  override componentDidMount(): void {
    window.addEventListener('resize', this.resized);
  }

  override componentWillUnmount(): void {
    window.removeEventListener('resize', this.resized);
  }

  render() {
    const { state } = this.props;
    const { say, status } = state;
    const { rows, labeledRows } = state.progress.now;
    const tools = this.tools(rows > 0 && labeledRows === rows);
    const stop = tools.find(({ text, isDisabled }) => text === this.state.stop && isDisabled !== true) ?? tools[0];
    const room = this.roomFor(tools);
    return (
      <div class={`bar ${room}`} role="toolbar" aria-label={say('toolbar')} onKeyDown={moveAlongToolbar}>
        <span class="meter" aria-hidden="true">
          <i style={{ transform: `scaleX(${rows === 0 ? 0 : labeledRows / rows})` }} />
        </span>
        <Progress
          state={state}
          short={room === 'short'}
          isUnseen={status.imported !== undefined && labeledRows === rows}
        />
        {status.imported !== undefined && <span class="imported">{importedText(say, status.imported)}</span>}
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

  private roomFor(tools: readonly Tool[]): ToolbarRoom {
    const { say, status, progress } = this.props.state;
    const { rows, sets, unsureRows } = progress.now;
    const names = tools.map(({ text }) => text).join();
    return this.room.of(
      [this.state.width, names, say, status.readOnly !== undefined, rows, sets, unsureRows > 0],
      () => {
        const { fontSize, fontFamily } = getComputedStyle(document.body);
        const texts = {
          progress: say(unsureRows > 0 ? 'progressUnsure' : 'progress', rows, rows, sets, sets, rows),
          badge: status.readOnly === undefined ? undefined : say('readOnly'),
          tools: tools.filter((tool) => tool.class === 'tool').map(({ text }) => say(text)),
          buttons: tools.filter((tool) => tool.class !== 'tool').map(({ text }) => say(text)),
        };
        return toolbarRoom(this.state.width, texts, measureIn(`${fontSize} ${fontFamily}`));
      },
    );
  }

  private button({ text, class: kind, icon, key, isPressed, isExpanded, isDisabled, run }: Tool, isStop: boolean) {
    const { say } = this.props.state;
    return (
      <button
        type="button"
        class={kind}
        key={text}
        tabIndex={isStop ? 0 : -1}
        aria-label={say(text)}
        title={key === '' ? say(text) : say('withKey', say(text), isApple() ? key.replace('Ctrl', '⌘') : key)}
        aria-pressed={isPressed}
        aria-expanded={isExpanded}
        disabled={isDisabled}
        onFocus={() => this.setState({ stop: text })}
        onClick={run}
      >
        <Icon name={icon} />
        <span class="text">{say(text)}</span>
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
        icon: 'filter',
        key: '/',
        isPressed: isFiltered(filter),
        isExpanded: filterOpen || isFiltered(filter),
        run: () => openFilter(session),
      },
      {
        text: 'differences',
        class: 'tool',
        icon: 'diff',
        key: 'Alt+D',
        isPressed: settings.showDifferences,
        run: () => toggleDifferences(session),
      },
      {
        text: 'suggestAll',
        class: 'tool',
        icon: 'lightbulb',
        key: 'Shift+Alt+S',
        isPressed: proposals.size > 0,
        run: () => suggestAll(session),
      },
      {
        text: 'columns',
        class: 'tool',
        icon: 'table',
        key: 'Alt+C',
        isExpanded: panel === 'columns',
        run: () => togglePanel(session, 'columns'),
      },
    ];
    if (complete) {
      tools.push({
        text: 'summary',
        class: 'tool',
        icon: 'checklist',
        key: 'Alt+M',
        run: () => togglePanel(session, 'finish'),
      });
    }
    const { step } = status;
    if (step !== undefined) {
      tools.push({
        text: stepTexts[step],
        class: complete ? 'primary' : 'secondary',
        icon: step === 'import' ? 'cloud-upload' : 'arrow-right',
        key: step === 'import' ? 'Ctrl+Alt+I' : canTake(step) ? 'Alt+Enter' : '',
        isDisabled: status.saving || !canTake(step),
        run: () => takeStep(session),
      });
    }
    return tools;
  }
}

/** "12 of 100 rows labeled, 1 of 10 sets done", with the two numbers that grow in bold; to the eye, shorter where need be. */
function Progress({
  state,
  short,
  isUnseen,
}: {
  readonly state: Opened;
  readonly short: boolean;
  readonly isUnseen: boolean;
}) {
  const { rows, labeledRows, unsureRows, sets, doneSets } = state.progress.now;
  const text =
    unsureRows === 0
      ? state.say('progress', labeledRows, rows, doneSets, sets)
      : state.say('progressUnsure', labeledRows, rows, doneSets, sets, unsureRows);
  if (isUnseen) {
    return <span class="unseen">{text}</span>;
  }
  if (short) {
    return (
      <span class="progress" title={text}>
        <span class="unseen">{text}</span>
        <span aria-hidden="true">
          <b>{labeledRows}</b>/{rows}
          {unsureRows > 0 && ` (${unsureRows}?)`}
        </span>
      </span>
    );
  }
  const parts = text.split(/(\d+)/);
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
