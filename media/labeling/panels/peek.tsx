import { asStored, unsure } from '../../../src/shared/labels/unsure';
import { closePanel } from '../commands/panels';
import { drawMarked, drawValue } from '../list/cell';
import { Icon } from '../parts/icon';
import { Seen } from '../parts/seen';
import type { Session } from '../state/session';
import type { Opened } from '../state/state';
import { placeOfRow, rowNumber } from '../state/view';

/** The row at hand in full, every column, next to the first row of its group. Follows the cursor. */
export function Peek({ session, state }: { readonly session: Session; readonly state: Opened }) {
  const { say, file, labels, view, selection, columns, settings, filter } = state;
  const row = selection.cursor;
  const place = placeOfRow(view, file, row);
  const label = labels.get(row);
  const rows = view.sets[place?.place ?? -1]?.rows ?? [];
  const first = asStored(label) === '' ? undefined : rows.find((other) => labels.get(other) === label);
  const note = state.notes.rows.get(row);
  const reference = first === row ? undefined : first;
  return (
    <section class="peek" aria-label={say('peekTitle')}>
      <header>
        <b>{say('peekTitle')}</b>
        <span class="dim">{say('peekWhere', file.setOf(row) + 1, rowNumber(file, row))}</span>
        <span class="grow" />
        <button type="button" class="tool" aria-label={say('close')} onClick={() => closePanel(session)}>
          <Icon name="close" />
        </button>
      </header>
      <div class="peekBody">
        <table>
          <thead>
            <tr>
              <th scope="col">{say('peekColumn')}</th>
              <th scope="col">{say('peekValue')}</th>
              {reference !== undefined && <th scope="col">{say('peekFirst', label)}</th>}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{say('label')}</th>
              <td>
                {asStored(label) === '' ? (
                  <span class="dim">{say(label === unsure ? 'unsure' : 'rowUnlabeled')}</span>
                ) : (
                  drawMarked(label, filter.text)
                )}
              </td>
              {reference !== undefined && (
                <td>
                  <Seen text={label} />
                </td>
              )}
            </tr>
            {note !== undefined && (
              <tr>
                <th scope="row">{say('note')}</th>
                <td>
                  <Seen text={note} />
                </td>
                {reference !== undefined && <td />}
              </tr>
            )}
            {columns.map(({ index, name, isKey }) => (
              <tr key={index} data-peek={index}>
                <th scope="row">
                  <Seen text={name} />
                </th>
                <td>
                  {drawValue({
                    value: file.cell(row, index),
                    reference:
                      reference === undefined || isKey || !settings.showDifferences
                        ? undefined
                        : file.cell(reference, index),
                    wanted: filter.text,
                    dimEqual: settings.dimEqual,
                  })}
                </td>
                {reference !== undefined && <td>{file.cell(reference, index)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
