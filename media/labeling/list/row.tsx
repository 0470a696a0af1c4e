import type { LabelingFile } from '../../../src/shared/file/labelingFile';
import { unsure } from '../../../src/shared/labels/unsure';
import { visible } from '../../../src/shared/visible';
import { rowId } from '../parts/focus';
import { Pure } from '../parts/pure';
import type { Say } from '../parts/strings';
import { drawMarked, drawValue } from './cell';
import { padding, type ShownColumn } from './columnWidths';

export interface RowProps {
  readonly file: LabelingFile;
  readonly columns: readonly ShownColumn[];
  readonly bound: (text: string) => number;
  readonly say: Say;
  readonly row: number;
  /** 1-based place in its set in the file, and the number of rows there. */
  readonly number: number;
  readonly of: number;
  readonly label: string;
  readonly note: string;
  /** Classes that color its group. */
  readonly look: string;
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

/** Whether a label may need more room than there is; others are drawn without a clip, which costs in every frame. */
export function isLong(label: string): boolean {
  return label.length > 3;
}

/** What VS Code's menus get to know of a row. `suggested` is for their `when` clauses. */
export function rowContext(file: LabelingFile, row: number, suggested: boolean): string {
  return JSON.stringify({ webviewSection: 'row', row, set: file.setOf(row), suggested });
}

function chipClass(label: string): string {
  if (label === '') {
    return 'chip none';
  }
  return label === unsure ? 'chip unsure' : isLong(label) ? 'chip long' : 'chip';
}

/** One record. */
export class Row extends Pure<RowProps> {
  render() {
    const { file, columns, say, row, number, label, note, look, proposed, wanted, current, selected } = this.props;
    const classes = ['row', look, current && 'current', selected && 'selected'];
    return (
      <div
        role="row"
        id={rowId(row)}
        aria-rowindex={row + 2}
        aria-selected={selected}
        aria-label={this.name()}
        data-row={row}
        class={classes.filter(Boolean).join(' ')}
        data-vscode-context={rowContext(file, row, proposed !== undefined)}
      >
        <div role="gridcell" aria-colindex={1} class="cell labelCell" data-number={number}>
          {label === '' && proposed ? (
            <span class="chip proposed" data-proposed={visible(proposed)} />
          ) : (
            <span class={chipClass(label)} title={label === unsure ? say('unsure') : undefined}>
              {label === unsure ? '?' : label !== '' && drawMarked(label, wanted)}
            </span>
          )}
          {note !== '' && <span class="noted" title={visible(note)} />}
        </div>
        {columns.map((column, at) => this.cell(column, at))}
      </div>
    );
  }

  private cell(column: ShownColumn, at: number) {
    const { file, row, bound, reference, wanted, dimEqual, say } = this.props;
    const { index, left, isKey, width } = column;
    const value = file.cell(row, index);
    const compared = reference === undefined || isKey ? undefined : file.cell(reference, index);
    const isCut = bound(value) > width - padding;
    const isSigned = isCut && compared !== undefined && compared !== value;
    const classes = ['cell', left !== undefined && 'pinned', isSigned && 'signed'];
    return (
      <div
        role="gridcell"
        aria-colindex={at + 2}
        class={classes.filter(Boolean).join(' ')}
        key={index}
        style={left === undefined ? undefined : { left: `${left}px` }}
        data-vscode-context={column.context}
      >
        {drawValue({ value, reference: compared, wanted, dimEqual, isCut })}
        {isSigned && <span class="below" title={say('differsBelow')} data-column={index} />}
      </div>
    );
  }

  /** The whole row in one breath. */
  private name(): string {
    const { file, columns, say, row, number, of, label, note, groupSize, proposed, reference } = this.props;
    const group =
      label === unsure
        ? say('unsure')
        : label !== ''
          ? groupSize === 1
            ? say('rowAlone', label)
            : say('rowGroup', label, groupSize)
          : proposed
            ? say('rowProposed', proposed)
            : say(file.canLabel(row) ? 'rowUnlabeled' : 'rowNoField');
    const values = columns.map(({ name, index, isKey }) => {
      const value = file.cell(row, index);
      const said = value === '' ? say('cellEmpty', name) : visible(`${name} ${value}`);
      const differs = reference !== undefined && !isKey && file.cell(reference, index) !== value;
      return differs ? say('cellDiffers', said) : said;
    });
    const noted = note === '' ? [] : [say('rowNote', note)];
    return [say('rowName', number, of, group), ...noted, ...values].join('; ');
  }
}
