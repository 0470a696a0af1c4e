import { Component, createRef } from 'preact';
import { longestNote, noteOf } from '../../../src/shared/notes/notesFile';
import { closePanel } from '../commands/panels';
import { focusOn } from '../parts/focus';
import type { Session } from '../state/session';
import type { Opened } from '../state/state';
import { rowNumber } from '../state/view';
import { anchorAt, onPressOutside } from './anchored';

interface Props {
  readonly session: Session;
  readonly state: Opened;
}

/** The row that the fields are about, and the notes when they were opened. */
interface Subject {
  readonly row: number;
  readonly rowsVersion: number;
  readonly notes: Readonly<Record<On, string>>;
}

type On = 'row' | 'set';

const problemId = 'note-problem';

/** The notes on the row at hand and on its set, to be written. Enter keeps them, Escape does not. */
export class NoteFields extends Component<Props, Readonly<Record<On, number>>> {
  /** How long they are as they are typed. */
  override state = lengthsOf(this.props);
  private readonly subject = subjectOf(this.props);
  private readonly element = createRef<HTMLDivElement>();
  private readonly ending = new AbortController();

  override componentDidMount(): void {
    const element = this.element.current;
    if (element) {
      anchorAt(element, this.subject.row);
      onPressOutside(element, this.ending.signal, () => this.keep());
    }
  }

  override componentWillUnmount(): void {
    this.ending.abort();
  }

  render() {
    const { say } = this.props.state;
    const { tooLong } = this;
    return (
      <div
        class="picker notes"
        ref={this.element}
        role="group"
        aria-label={say('noteName')}
        onKeyDown={(event) => this.pressed(event)}
      >
        {this.field('row')}
        {this.field('set')}
        {tooLong === undefined ? (
          <span class="dim">{say('noteKept')}</span>
        ) : (
          <span class="tooLong" id={problemId} role="alert">
            {say('noteTooLong', longestNote, this.state[tooLong])}
          </span>
        )}
      </div>
    );
  }

  /** A note that is too long to be kept. */
  private get tooLong(): On | undefined {
    return (['row', 'set'] as const).find((on) => this.state[on] > longestNote);
  }

  private field(on: On) {
    const { file, say, status } = this.props.state;
    const { row, notes } = this.subject;
    return (
      <label>
        {on === 'row' ? say('noteRow', rowNumber(file, row)) : say('noteSet', file.setOf(row) + 1)}
        <input
          type="text"
          name={on}
          defaultValue={notes[on]}
          aria-invalid={this.state[on] > longestNote}
          aria-describedby={problemId}
          onInput={({ currentTarget }) => this.setState({ [on]: noteOf(currentTarget.value).length })}
          readOnly={status.readOnly !== undefined}
        />
      </label>
    );
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.isComposing) {
      this.keep();
    } else if (event.key === 'Escape') {
      closePanel(this.props.session);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** What is too long is not cut: the fields stay until it is shorter, or given up. */
  private keep(): void {
    const { session } = this.props;
    const { row, rowsVersion, notes } = this.subject;
    if (this.tooLong !== undefined) {
      focusOn(this.element.current?.querySelector<HTMLInputElement>(`[name=${this.tooLong}]`));
      return;
    }
    for (const input of this.element.current?.querySelectorAll('input') ?? []) {
      const on = input.name === 'set' ? 'set' : 'row';
      if (!input.readOnly && input.value !== notes[on]) {
        session.send({ type: 'note', on, row, rowsVersion, before: notes[on], note: input.value });
      }
    }
    closePanel(session);
  }
}

function lengthsOf(props: Props): Readonly<Record<On, number>> {
  const { notes } = subjectOf(props);
  return { row: notes.row.length, set: notes.set.length };
}

function subjectOf({ session, state }: Props): Subject {
  const row = state.selection.cursor;
  const { notes, file } = state;
  const shown = { row: notes.rows.get(row) ?? '', set: notes.sets.get(file.setOf(row)) ?? '' };
  return { row, rowsVersion: session.rowsVersion, notes: shown };
}
