import { Component, createRef } from 'preact';
import { visible } from '../../../src/shared/visible';
import { resetColumns, setWidth, toggleDimEqual, toggleHidden, togglePinned } from '../commands/arrange';
import { closePanel } from '../commands/panels';
import { focusOn } from '../parts/focus';
import { Icon } from '../parts/icon';
import { Seen } from '../parts/seen';
import type { Column } from '../state/columns';
import type { Session } from '../state/session';
import type { Opened } from '../state/state';

/** With more columns than this, they can be searched. */
const many = 12;
const widthStep = 40;
const startWidth = 160;

interface Props {
  readonly session: Session;
  readonly state: Opened;
}

/** Which columns are shown, pinned and how wide. Remembered per transform by the host. */
export class ColumnsPanel extends Component<Props, { readonly wanted: string }> {
  override state = { wanted: '' };
  private readonly element = createRef<HTMLElement>();

  override componentDidMount(): void {
    focusOn(this.element.current?.querySelector('input'));
  }

  render() {
    const { session, state } = this.props;
    const { say, columns, settings } = state;
    const wanted = this.state.wanted.toLowerCase();
    const listed = columns.filter(({ name }) => name.toLowerCase().includes(wanted));
    return (
      <section class="popover" ref={this.element} aria-label={say('columns')}>
        <header>
          <b>{say('columns')}</b>
          <span class="grow" />
          <button type="button" class="link" onClick={() => resetColumns(session)}>
            {say('columnsReset')}
          </button>
          <button type="button" class="tool" aria-label={say('close')} onClick={() => closePanel(session)}>
            <Icon name="close" />
          </button>
        </header>
        {columns.length > many && (
          <input
            type="search"
            value={this.state.wanted}
            placeholder={say('columnsSearch')}
            aria-label={say('columnsSearch')}
            onInput={(event) => this.setState({ wanted: event.currentTarget.value })}
          />
        )}
        <ul>{listed.map((column) => this.column(column))}</ul>
        <label class="option">
          <input type="checkbox" checked={settings.dimEqual} onChange={() => toggleDimEqual(session)} />
          {say('dimEqual')}
        </label>
      </section>
    );
  }

  private column({ name, index }: Column) {
    const { session, state } = this.props;
    const { say, settings } = state;
    const { hidden, pinned, widths } = settings.layout;
    const width = widths[name];
    const isPinned = pinned.includes(name);
    return (
      <li key={index}>
        <label>
          <input type="checkbox" checked={!hidden.includes(name)} onChange={() => toggleHidden(session, name)} />
          <span class="columnName" title={visible(name)}>
            <Seen text={name} />
          </span>
        </label>
        <button
          type="button"
          class="tool"
          aria-label={say('columnNarrower', name)}
          onClick={() => setWidth(session, name, Math.max((width ?? startWidth) - widthStep, 60))}
        >
          −
        </button>
        <button
          type="button"
          class="tool"
          aria-label={say('columnWider', name)}
          onClick={() => setWidth(session, name, (width ?? startWidth) + widthStep)}
        >
          +
        </button>
        <button
          type="button"
          class="tool"
          aria-pressed={isPinned}
          aria-label={say('columnPin', name)}
          onClick={() => togglePinned(session, name)}
        >
          <Icon name={isPinned ? 'pinned' : 'pin'} />
        </button>
      </li>
    );
  }
}
