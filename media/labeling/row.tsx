import type { LabelingFile } from '../../src/shared/labelingFile';
import { Marked, Value } from './cell';
import type { ShownColumn } from './columnWidths';
import { rowId } from './focus';
import { Pure } from './pure';
import type { Say } from './strings';

export interface RowProps {
  readonly file: LabelingFile;
  readonly columns: readonly ShownColumn[];
  readonly say: Say;
  readonly row: number;
  /** 1-based place in its card, and the number of rows there. */
  readonly number: number;
  readonly of: number;
  readonly label: string;
  readonly color: number;
  readonly groupSize: number;
  /** A suggested label that waits. */
  readonly proposed: string | undefined;
  /** The row that values are compared with, undefined if there is none. */
  readonly reference: number | undefined;
  readonly wanted: string;
  readonly dimEqual: boolean;
  readonly current: boolean;
  readonly selected: boolean;
}

/** What VS Code's menus get to know of a row. `suggested` is for their `when` clauses. */
export function rowContext(file: LabelingFile, row: number, suggested: boolean): string {
  return JSON.stringify({ webviewSection: 'row', row, set: file.setOf(row), suggested });
}

/** One record. */
export class Row extends Pure<RowProps> {
  render() {
    const { file, columns, row, label, color, proposed, wanted, current, selected } = this.props;
    const grouped = label !== '' || proposed !== undefined;
    const classes = ['row', grouped && `group${color}`, current && 'current', selected && 'selected'];
    return (
      <div
        role="row"
        id={rowId(row)}
        aria-rowindex={row + 1}
        aria-selected={selected}
        aria-label={this.name()}
        data-row={row}
        class={classes.filter(Boolean).join(' ')}
        data-vscode-context={rowContext(file, row, proposed !== undefined)}
      >
        <div role="gridcell" aria-colindex={1} class="cell labelCell">
          {label === '' && proposed ? (
            <span class="chip proposed" data-proposed={proposed} />
          ) : (
            <span class={label === '' ? 'chip none' : 'chip'}>
              {label !== '' && <Marked text={label} wanted={wanted} />}
            </span>
          )}
        </div>
        {columns.map((column, at) => this.cell(column, at))}
      </div>
    );
  }

  private cell(column: ShownColumn, at: number) {
    const { file, row, reference, wanted, dimEqual } = this.props;
    const { index, left, isKey } = column;
    return (
      <div
        role="gridcell"
        aria-colindex={at + 2}
        class={left === undefined ? 'cell' : 'cell pinned'}
        key={index}
        style={left === undefined ? undefined : { left: `${left}px` }}
        data-vscode-context={column.context}
      >
        <Value
          value={file.cell(row, index)}
          reference={reference === undefined || isKey ? undefined : file.cell(reference, index)}
          wanted={wanted}
          dimEqual={dimEqual}
        />
      </div>
    );
  }

  /** The whole row in one breath. */
  private name(): string {
    const { file, columns, say, row, number, of, label, groupSize, proposed } = this.props;
    const group =
      label !== ''
        ? groupSize === 1
          ? say('rowAlone', label)
          : say('rowGroup', label, groupSize)
        : proposed
          ? say('rowProposed', proposed)
          : say(file.canLabel(row) ? 'rowUnlabeled' : 'rowNoField');
    const values = columns.map(({ name, index }) => `${name} ${file.cell(row, index)}`);
    return [say('rowName', number, of, group), ...values].join('; ');
  }
}
