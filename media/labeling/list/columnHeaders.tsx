import { Pure } from '../parts/pure';
import type { ShownColumn } from './columnWidths';

interface Props {
  readonly columns: readonly ShownColumn[];
  /** The name of the column of labels. */
  readonly label: string;
}

/** The grid's row of headers, for assistive technology: each card shows the names of the columns to the eye. */
export class ColumnHeaders extends Pure<Props> {
  render() {
    const { columns, label } = this.props;
    return (
      <div role="row" aria-rowindex={1} class="unseen">
        <span role="columnheader" aria-colindex={1}>
          {label}
        </span>
        {columns.map(({ index, name }, at) => (
          <span role="columnheader" aria-colindex={at + 2} key={index}>
            {name}
          </span>
        ))}
      </div>
    );
  }
}
