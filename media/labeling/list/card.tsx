import { groupsOf } from '../../../src/shared/labels/groups';
import { asStored } from '../../../src/shared/labels/unsure';
import { visible } from '../../../src/shared/visible';
import { suggestSet } from '../commands/suggest';
import { groupLook } from '../parts/groupLook';
import { Icon } from '../parts/icon';
import { Part } from '../parts/pure';
import { Seen, seen } from '../parts/seen';
import type { Proposal } from '../state/proposal';
import { hitsIn } from '../state/search';
import type { Session } from '../state/session';
import type { Opened } from '../state/state';
import { rowNumber, type ShownSet } from '../state/view';
import { CardFooter } from './cardFooter';
import { drawMarked } from './cell';
import type { ShownColumn } from './columnWidths';
import { isLong, Row } from './row';

export interface CardProps {
  readonly state: Opened;
  readonly shown: ShownSet;
  readonly columns: readonly ShownColumn[];
  /** The card at hand: its values wrap, so that they can be compared whole. */
  readonly current: boolean;
  /** Grid line of the card in the window of mounted cards. */
  readonly line: number;
  /** Changes with the labels and the problems of the set, which are changed in place. */
  readonly turn: number;
}

interface RowsProps extends CardProps {
  readonly wraps: boolean;
  /** The part of `shown.rows` to draw, for sets so large that not all rows are. */
  readonly from: number;
  readonly to: number;
  readonly rowHeight: number;
  /** How wide a text is at most, in CSS pixels. Stays the same. */
  readonly bound: (text: string) => number;
}

/** The records of one labeling set. */
export class CardRows extends Part<RowsProps> {
  protected override partOf({ state, shown, columns, current, wraps, line, turn, from, to }: RowsProps) {
    const { say, selection, settings, filter, proposals, notes } = state;
    const selected = current || (selection.rows.size > 1 && shown.rows.some((row) => selection.rows.has(row)));
    return [
      ...[shown, columns, current, wraps, line, turn, from, to, say, selected && selection],
      ...[notes.rows, proposals.get(shown.set.index), settings.showDifferences, settings.dimEqual, filter.text],
    ];
  }

  render() {
    const { state, shown, current, wraps, line, from, to, rowHeight } = this.props;
    const { file, labels, say } = state;
    const { set, rows } = shown;
    const proposal = state.proposals.get(set.index);
    const look = groupLook(state, set);
    const firsts = firstOfGroups(state, shown, proposal);
    const style = {
      gridRow: String(line),
      '--above': `${from * rowHeight}px`,
      '--below': `${(rows.length - to) * rowHeight}px`,
    };
    return (
      <div
        role="rowgroup"
        aria-label={say('setName', set.index + 1, file.sets.length)}
        class={`rows ${current ? 'now' : ''} ${wraps ? 'wraps' : ''}`}
        style={style}
      >
        {rows.slice(from, to).map((row) => {
          const label = labels.get(row);
          const proposed = label === '' ? proposal?.labels.get(row) : undefined;
          const name = asStored(label) || (proposed ?? '');
          const first = firsts.get(name);
          return this.row(row, label, look.sizes.get(name) ?? 0, look.classOf(name), proposed, first);
        })}
      </div>
    );
  }

  private row(
    row: number,
    label: string,
    groupSize: number,
    look: string,
    proposed: string | undefined,
    first: number | undefined,
  ) {
    const { state, shown, columns, bound } = this.props;
    const { file, say, selection, settings, filter } = state;
    return (
      <Row
        key={row}
        file={file}
        columns={columns}
        bound={bound}
        say={say}
        row={row}
        number={rowNumber(file, row)}
        of={shown.set.rows.length}
        label={label}
        note={state.notes.rows.get(row) ?? ''}
        look={look}
        groupSize={groupSize}
        proposed={proposed}
        reference={settings.showDifferences && first !== row ? first : undefined}
        wanted={filter.text}
        dimEqual={settings.dimEqual}
        current={row === selection.cursor}
        selected={selection.rows.has(row)}
      />
    );
  }
}

type FrameProps = CardProps & { readonly session: Session };

/** What surrounds the records: a head with the set's state, the names of the columns, problems, and the border. */
export class CardFrame extends Part<FrameProps> {
  protected override partOf({ state, shown, columns, current, line, turn }: FrameProps) {
    const { say, checks, hostProblems, proposals, filter, notes } = state;
    const { index } = shown.set;
    return [
      ...[shown, columns, current, line, turn, say, checks, hostProblems],
      ...[notes.sets.get(index), proposals.get(index), filter.text],
    ];
  }

  render() {
    const { state, session, shown, columns, current, line } = this.props;
    const { say } = state;
    const { index } = shown.set;
    const context = JSON.stringify({ webviewSection: 'set', set: index, suggested: state.proposals.has(index) });
    return (
      <>
        <div class={`frame ${current ? 'now' : ''}`} style={{ gridRow: `${line} / span 2` }} />
        <div class="top" style={{ gridRow: String(line) }} data-vscode-context={context}>
          {this.head()}
          <ColumnNames columns={columns} label={say('label')} />
        </div>
        <CardFooter state={state} session={session} set={index} current={current} line={line + 1} />
      </>
    );
  }

  private head() {
    const { state, session, shown, current } = this.props;
    const { file, labels, say, progress, proposals, filter } = state;
    const { index, id } = shown.set;
    const groups = groupsOf(shown.set, labels).filter((group) => group.rows.length > 1);
    const look = groupLook(state, shown.set);
    const note = state.notes.sets.get(index) ?? '';
    const stop = current ? 0 : -1;
    return (
      <div class="head">
        <b title={say('setId', id)}>{say('setName', index + 1, file.sets.length)}</b>
        <span class="dim count">{say('setRows', progress.labeledIn(index), progress.rowsIn(index))}</span>
        {hitsIn(id, filter.text).length > 0 && <span class="dim">{drawMarked(id, filter.text)}</span>}
        <span class="chips">
          {groups.slice(0, 12).map((group) => (
            <span
              class={`chip ${isLong(group.label) ? 'long' : ''} ${look.classOf(group.label)}`}
              key={group.label}
              title={visible(group.label)}
              data-join={group.rows[0]}
            >
              <span>
                <Seen text={group.label} />
              </span>
              <span class="times">×{group.rows.length}</span>
            </span>
          ))}
        </span>
        {note !== '' && (
          <span class="note dim" title={visible(note)}>
            <Icon name="note" />
            <span class="unseen">{say('setNote')} </span>
            <Seen text={note} />
          </span>
        )}
        <button
          type="button"
          class="link"
          tabIndex={stop}
          aria-pressed={proposals.has(index)}
          aria-label={say('suggestSet')}
          title={say('withKey', say('suggestSet'), ';')}
          onClick={() => suggestSet(session, index)}
        >
          <Icon name="lightbulb" />
          <span class="text">{say('suggestSet')}</span>
        </button>
      </div>
    );
  }
}

/** For the eye only: the grid has a row of headers of its own for others. */
function ColumnNames({ columns, label }: { readonly columns: readonly ShownColumn[]; readonly label: string }) {
  return (
    <div class="names" aria-hidden="true">
      <span class="cell labelCell">{label}</span>
      {columns.map(({ index, name, left }) => (
        <span
          class={left === undefined ? 'cell' : 'cell pinned'}
          style={left === undefined ? undefined : { left: `${left}px` }}
          key={index}
          title={visible(name)}
          data-vscode-context={JSON.stringify({ webviewSection: 'column', column: name })}
        >
          {seen(name)}
          <i class="sash" data-column={name} />
        </span>
      ))}
    </div>
  );
}

/** The first shown row of each group, suggested groups included. */
function firstOfGroups(
  { labels }: Opened,
  { rows }: ShownSet,
  proposal: Proposal | undefined,
): ReadonlyMap<string, number> {
  const firsts = new Map<string, number>();
  for (const row of rows) {
    const label = asStored(labels.get(row)) || (proposal?.labels.get(row) ?? '');
    if (label !== '' && !firsts.has(label)) {
      firsts.set(label, row);
    }
  }
  return firsts;
}
