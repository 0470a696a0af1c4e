import { Component } from 'preact';
import type { LabelingFile } from '../../src/shared/labelingFile';
import type { ShownColumn } from './columnWidths';
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
  readonly current: boolean;
  readonly selected: boolean;
}

/** Id of a row's element. */
export function rowId(row: number): string {
  return `row-${row}`;
}

/** One record. Drawn again only if something about it has changed. */
export class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    const names = Object.keys(next) as (keyof RowProps)[];
    return names.some((name) => name !== 'groupSize' && next[name] !== this.props[name]) || this.named(next);
  }

  render() {
    const { file, columns, row, label, color, current, selected } = this.props;
    return (
      <div
        role="row"
        id={rowId(row)}
        aria-rowindex={row + 1}
        aria-selected={selected}
        aria-label={this.name()}
        data-row={row}
        class={`row ${label === '' ? '' : `group${color}`} ${current ? 'current' : ''} ${selected ? 'selected' : ''}`}
      >
        <div role="gridcell" aria-colindex={1} class="cell labelCell">
          <span class={label === '' ? 'chip none' : 'chip'}>{label}</span>
        </div>
        {columns.map((column, at) => (
          <div role="gridcell" aria-colindex={at + 2} class="cell" key={column.index}>
            <span class="value">{file.cell(row, column.index)}</span>
          </div>
        ))}
      </div>
    );
  }

  /** True if the row is called otherwise with `next`. */
  private named(next: RowProps): boolean {
    return next.groupSize !== this.props.groupSize;
  }

  /** The whole row in one breath. */
  private name(): string {
    const { file, columns, say, row, number, of, label, groupSize } = this.props;
    const group =
      label === '' ? say('rowUnlabeled') : groupSize === 1 ? say('rowAlone', label) : say('rowGroup', label, groupSize);
    const values = columns.map(({ name, index }) => `${name} ${file.cell(row, index)}`);
    return [say('rowName', number, of, group), ...values].join('; ');
  }
}
