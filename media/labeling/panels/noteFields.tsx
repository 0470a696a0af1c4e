import { Component, createRef } from 'preact';
import { longestNote } from '../../../src/shared/notes/notesFile';
import { closePanel } from '../commands/panels';
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
  readonly notes: Readonly<Record<'row' | 'set', string>>;
}

/** The notes on the row at hand and on its set, to be written. Enter keeps them, Escape does not. */
export class NoteFields extends Component<Props> {
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
        <span class="dim">{say('noteKept')}</span>
      </div>
    );
  }

  private field(on: 'row' | 'set') {
    const { file, say, status } = this.props.state;
    const { row, notes } = this.subject;
    return (
      <label>
        {on === 'row' ? say('noteRow', rowNumber(file, row)) : say('noteSet', file.setOf(row) + 1)}
        <input
          type="text"
          name={on}
          defaultValue={notes[on]}
          maxLength={longestNote}
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

  private keep(): void {
    const { session } = this.props;
    const { row, rowsVersion, notes } = this.subject;
    for (const input of this.element.current?.querySelectorAll('input') ?? []) {
      const on = input.name === 'set' ? 'set' : 'row';
      if (!input.readOnly && input.value !== notes[on]) {
        session.send({ type: 'note', on, row, rowsVersion, before: notes[on], note: input.value });
      }
    }
    closePanel(session);
  }
}

function subjectOf({ session, state }: Props): Subject {
  const row = state.selection.cursor;
  const { notes, file } = state;
  const shown = { row: notes.rows.get(row) ?? '', set: notes.sets.get(file.setOf(row)) ?? '' };
  return { row, rowsVersion: session.rowsVersion, notes: shown };
}
