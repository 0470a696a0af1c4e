import { Component, createRef } from 'preact';
import { freeGroupNames, groupsOf } from '../../src/shared/groups';
import { putIn } from './commands/label';
import { closePanel } from './commands/panels';
import { rowId } from './focus';
import type { Session } from './session';
import type { Opened } from './state';

interface Props {
  readonly session: Session;
  readonly state: Opened;
}

/** The groups of the set at hand, to choose from with the pointer. */
export class GroupPicker extends Component<Props> {
  private readonly element = createRef<HTMLDivElement>();
  private readonly ending = new AbortController();

  override componentDidMount(): void {
    const box = document.getElementById(rowId(this.props.state.selection.cursor))?.getBoundingClientRect();
    const element = this.element.current;
    if (box && element) {
      element.style.left = `${box.left + 8}px`;
      element.style.top = `${Math.min(box.bottom, window.innerHeight - element.offsetHeight - 8)}px`;
      element.querySelector('button')?.focus();
    }
    document.addEventListener(
      'pointerdown',
      (event) => {
        if (event.target instanceof Node && !element?.contains(event.target)) {
          closePanel(this.props.session);
        }
      },
      { signal: this.ending.signal },
    );
  }

  override componentWillUnmount(): void {
    this.ending.abort();
  }

  render() {
    const { state } = this.props;
    const { file, labels, selection, say } = state;
    const set = file.sets[file.setOf(selection.cursor)];
    if (!set) {
      return null;
    }
    const [fresh = ''] = freeGroupNames(set, labels, 1);
    return (
      <div class="picker" ref={this.element} role="group" aria-label={say('pickerName')}>
        {groupsOf(set, labels).map(({ label, color }) => (
          <button
            type="button"
            class={`chip group${color}`}
            key={label}
            aria-label={say('pickerGroup', label)}
            onClick={() => this.pick(label)}
          >
            {label}
          </button>
        ))}
        <button type="button" class="secondary" onClick={() => this.pick(fresh)}>
          {say('pickerNew', fresh)}
        </button>
        <button type="button" class="secondary" onClick={() => this.pick('')}>
          {say('pickerClear')}
        </button>
      </div>
    );
  }

  private pick(name: string): void {
    const { session, state } = this.props;
    closePanel(session);
    putIn(session, [...state.selection.rows], name);
  }
}
