import { groupsOf } from '../../src/shared/groups';
import type { ShownColumn } from './columnWidths';
import { Row } from './row';
import type { Opened } from './state';
import type { ShownSet } from './view';

interface Props {
  readonly state: Opened;
  readonly shown: ShownSet;
  readonly columns: readonly ShownColumn[];
  /** The card at hand: its values wrap, so that they can be compared whole. */
  readonly current: boolean;
  readonly wraps: boolean;
  /** Grid line of the card in the window of mounted cards. */
  readonly line: number;
  /** The part of `shown.rows` to draw, for sets so large that not all rows are. */
  readonly from: number;
  readonly to: number;
  readonly rowHeight: number;
}

/** The records of one labeling set. */
export function CardRows({ state, shown, columns, current, wraps, line, from, to, rowHeight }: Props) {
  const { file, labels, say, selection } = state;
  const groups = groupsOf(shown.set, labels);
  const groupOf = new Map(groups.map((group) => [group.label, group]));
  return (
    <div
      role="rowgroup"
      aria-label={say('setName', shown.set.index + 1, file.sets.length)}
      class={`rows ${current ? 'now' : ''} ${wraps ? 'wraps' : ''}`}
      style={{
        gridRow: String(line),
        '--above': `${from * rowHeight}px`,
        '--below': `${(shown.rows.length - to) * rowHeight}px`,
      }}
    >
      {shown.rows.slice(from, to).map((row, at) => {
        const label = labels.get(row);
        const group = groupOf.get(label);
        return (
          <Row
            key={row}
            file={file}
            columns={columns}
            say={say}
            row={row}
            number={from + at + 1}
            of={shown.rows.length}
            label={label}
            color={group?.color ?? 0}
            groupSize={group?.rows.length ?? 0}
            current={row === selection.cursor}
            selected={selection.rows.has(row)}
          />
        );
      })}
    </div>
  );
}

/** What surrounds the records: a head with the set's state, the names of the columns, and the border. */
export function CardFrame({
  state,
  shown,
  columns,
  current,
  line,
}: Omit<Props, 'wraps' | 'from' | 'to' | 'rowHeight'>) {
  const { file, labels, say, progress } = state;
  const labeled = progress.labeledIn(shown.set.index);
  const groups = groupsOf(shown.set, labels).filter((group) => group.rows.length > 1);
  return (
    <div class={`frame ${current ? 'now' : ''}`} style={{ gridRow: `${line} / span 2` }}>
      <div class="top">
        <div class="head">
          <b>{say('setName', shown.set.index + 1, file.sets.length)}</b>
          <span class="dim">{say('setRows', labeled, shown.set.rows.length)}</span>
          {groups.slice(0, 8).map((group) => (
            <span class={`chip group${group.color}`} key={group.label}>
              {group.label}
              <span class="times">×{group.rows.length}</span>
            </span>
          ))}
        </div>
        <div class="names" aria-hidden="true">
          <span class="cell">{say('label')}</span>
          {columns.map((column) => (
            <span class="cell" key={column.index} title={column.name}>
              {column.name}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}
