import { Component, createRef } from 'preact';
import { isLeftover } from '../../../src/shared/checks/problems';
import type { HostProblem } from '../../../src/shared/protocol';
import { moveToSet } from '../commands/move';
import { focusGrid } from '../parts/focus';
import { Kept } from '../parts/memo';
import { Pure } from '../parts/pure';
import type { Say } from '../parts/strings';
import { hostProblemsBySet } from '../state/problems';
import type { Session } from '../state/session';
import type { Opened } from '../state/state';
import type { ShownSet } from '../state/view';

interface Props {
  readonly state: Opened;
  readonly session: Session;
}

/** Height of a cell and the space below it, in CSS pixels. */
const pitch = 29;
const overscan = 10;

/** Every labeling set as a cell, to see how far each is and to jump to it. Only cells near the visible part exist. */
export class Rail extends Component<Props, { readonly top: number; readonly height: number }> {
  override state = { top: 0, height: window.innerHeight };
  private readonly element = createRef<HTMLElement>();
  private readonly hostProblems = new Kept<ReadonlyMap<number, readonly HostProblem[]>>();
  private readonly resized = new ResizeObserver(() => this.look());

  override componentDidMount(): void {
    if (this.element.current) {
      this.resized.observe(this.element.current);
    }
    this.follow();
  }

  override componentWillUnmount(): void {
    this.resized.disconnect();
  }

  override componentDidUpdate(before: Props): void {
    if (before.state.selection.cursor !== this.props.state.selection.cursor) {
      this.follow();
    }
  }

  render() {
    const { view, file, selection, say } = this.props.state;
    const now = file.setOf(selection.cursor);
    const first = Math.max(Math.floor(this.state.top / pitch) - overscan, 0);
    const last = Math.ceil((this.state.top + this.state.height) / pitch) + overscan;
    return (
      <nav class="rail" ref={this.element} aria-label={say('rail')} tabIndex={-1} onScroll={() => this.look()}>
        <div class="railCells" style={{ height: `${view.sets.length * pitch + 16}px` }}>
          {view.sets.slice(first, last).map((shown, at) => this.cell(shown, first + at, shown.set.index === now))}
        </div>
      </nav>
    );
  }

  private cell({ set }: ShownSet, place: number, current: boolean) {
    const { session, state } = this.props;
    const { progress, checks, say } = state;
    const own = checks?.problemsIn(set.index).filter((problem) => !isLeftover(problem)) ?? [];
    const host = this.hostProblems.of([state.hostProblems, state.file], () => hostProblemsBySet(state));
    const problems = [...own, ...(host.get(set.index) ?? [])];
    return (
      <Cell
        key={set.index}
        session={session}
        say={say}
        set={set.index}
        size={progress.rowsIn(set.index)}
        place={place}
        labeled={progress.labeledIn(set.index)}
        problems={problems.length}
        errors={problems.filter(({ severity }) => severity === 'error').length}
        current={current}
      />
    );
  }

  private look(): void {
    const element = this.element.current;
    if (element) {
      this.setState({ top: element.scrollTop, height: element.clientHeight });
    }
  }

  /** Keeps the cell of the set at hand in sight. */
  private follow(): void {
    const { view, file, selection } = this.props.state;
    const place = view.placeOf[file.setOf(selection.cursor)] ?? -1;
    const element = this.element.current;
    if (!element || place < 0) {
      return;
    }
    const cell = place * pitch;
    const { top, height } = this.state;
    if (cell < top) {
      element.scrollTop = cell - pitch;
    } else if (cell + 2 * pitch > top + height) {
      element.scrollTop = cell + 2 * pitch - height;
    }
  }
}

interface CellProps {
  readonly session: Session;
  readonly say: Say;
  readonly set: number;
  /** Rows of the set that can be labeled. */
  readonly size: number;
  /** Where the set is shown among the others. */
  readonly place: number;
  readonly labeled: number;
  readonly problems: number;
  /** How many of them are errors; the others are warnings. */
  readonly errors: number;
  readonly current: boolean;
}

/** One labeling set: how much of it is labeled, and whether something is wrong. */
class Cell extends Pure<CellProps> {
  render() {
    const { session, say, set, size, place, labeled, problems, errors, current } = this.props;
    const name = [
      say('railItem', set + 1, labeled, size),
      errors > 0 && say(errors === 1 ? 'railError' : 'railErrors', errors),
      problems > errors && say(problems - errors === 1 ? 'railWarning' : 'railWarnings', problems - errors),
    ]
      .filter(Boolean)
      .join(', ');
    const classes = [
      'railCell',
      labeled === size && 'done',
      errors > 0 ? 'wrong' : problems > 0 && 'warn',
      current && 'now',
    ];
    return (
      <button
        type="button"
        tabIndex={current ? 0 : -1}
        class={classes.filter(Boolean).join(' ')}
        aria-label={name}
        title={name}
        aria-current={current}
        onClick={() => {
          moveToSet(session, place);
          focusGrid();
        }}
        style={{ top: `${place * pitch + 10}px`, '--part': `${size === 0 ? 100 : (labeled / size) * 100}%` }}
      >
        <span>{set + 1}</span>
      </button>
    );
  }
}
