import { Component } from 'preact';
import { unsure } from '../../../src/shared/labels/unsure';
import type { ConflictRow } from '../../../src/shared/protocol';
import { visible } from '../../../src/shared/visible';
import { focusGrid } from '../parts/focus';
import { Seen } from '../parts/seen';
import type { Say } from '../parts/strings';
import type { Session } from '../state/session';
import type { Opened } from '../state/state';
import { Dialog } from './dialog';

interface Props {
  readonly session: Session;
  readonly state: Opened;
  readonly rows: readonly ConflictRow[];
}

type Side = 'theirs' | 'yours';

/** Rows that someone else labeled differently meanwhile: nothing is saved until each has been decided. */
export class Conflict extends Component<Props, { readonly chosen: ReadonlyMap<number, Side> }> {
  override state = { chosen: new Map<number, Side>() };

  render() {
    const { rows, state } = this.props;
    const { say } = state;
    const open = rows.length - this.state.chosen.size;
    return (
      <Dialog name={say('conflictTitle')} class="conflict" onClose={() => this.cancel()}>
        <h2>{say('conflictTitle')}</h2>
        <p>{say(rows.length === 1 ? 'conflictTextRow' : 'conflictText', rows.length)}</p>
        <div class="conflictRows">
          <table>
            <thead>
              <tr>
                <th scope="col">{say('conflictRow')}</th>
                <th scope="col">{say('conflictBase')}</th>
                <th scope="col">{say('conflictTheirs')}</th>
                <th scope="col">{say('conflictYours')}</th>
              </tr>
            </thead>
            <tbody>{rows.map((row) => this.row(row))}</tbody>
          </table>
        </div>
        <div class="buttons">
          <button type="button" class="secondary" onClick={() => this.chooseAll('theirs')}>
            {say('conflictAllTheirs')}
          </button>
          <button type="button" class="secondary" onClick={() => this.chooseAll('yours')}>
            {say('conflictAllYours')}
          </button>
          <span class="grow dim">{open > 0 ? say('conflictOpen', open) : ''}</span>
          <button type="button" class="secondary" onClick={() => this.cancel()}>
            {say('cancel')}
          </button>
          <button type="button" class="primary" disabled={open > 0} onClick={() => this.resolve()}>
            {say('conflictSave')}
          </button>
        </div>
      </Dialog>
    );
  }

  private row(conflict: ConflictRow) {
    const { file, columns, say } = this.props.state;
    const set = file.setOf(conflict.row);
    const place = (file.sets[set]?.rows.indexOf(conflict.row) ?? 0) + 1;
    const values = columns
      .map(({ index }) => file.cell(conflict.row, index))
      .filter((value) => value !== '')
      .slice(0, 3);
    const where = say('conflictWhere', set + 1, place);
    return (
      <tr key={conflict.row}>
        <th scope="row">
          <span class="dim">{where}</span> <Seen text={values.join(', ')} />
        </th>
        <td>
          <span class={conflict.base === '' ? 'chip none' : 'chip plain'}>
            <Seen text={shownLabel(conflict.base, say)} />
          </span>
        </td>
        {(['theirs', 'yours'] as const).map((side) => (
          <td key={side}>
            <label>
              <input
                type="radio"
                name={`row-${conflict.row}`}
                checked={this.state.chosen.get(conflict.row) === side}
                aria-label={`${where}, ${say(side === 'theirs' ? 'conflictTheirs' : 'conflictYours')}: ${visible(shownLabel(conflict[side], say)) || say('rowUnlabeled')}`}
                onChange={() => this.choose(conflict.row, side)}
              />
              <span class={conflict[side] === '' ? 'chip none' : 'chip plain'}>
                <Seen text={shownLabel(conflict[side], say)} />
              </span>
            </label>
          </td>
        ))}
      </tr>
    );
  }

  private choose(row: number, side: Side): void {
    this.setState(({ chosen }) => ({ chosen: new Map(chosen).set(row, side) }));
  }

  private chooseAll(side: Side): void {
    this.setState({ chosen: new Map(this.props.rows.map(({ row }) => [row, side])) });
  }

  private resolve(): void {
    const { session, rows } = this.props;
    const choices = rows.map((row) => [row.row, row[this.state.chosen.get(row.row) ?? 'yours']] as const);
    session.send({ type: 'resolveConflict', choices });
    this.close();
  }

  private cancel(): void {
    this.props.session.send({ type: 'cancelConflict' });
    this.close();
  }

  private close(): void {
    this.props.session.dispatch({ type: 'conflict', rows: undefined });
    focusGrid();
  }
}

function shownLabel(label: string, say: Say): string {
  return label === unsure ? say('unsure') : label;
}
