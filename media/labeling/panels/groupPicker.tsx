import { Component, createRef } from 'preact';
import { groupsOf } from '../../../src/shared/labels/groups';
import { unsure } from '../../../src/shared/labels/unsure';
import { visible } from '../../../src/shared/visible';
import { clearLabels, label, newGroupName } from '../commands/label';
import { closePanel } from '../commands/panels';
import { focusOn } from '../parts/focus';
import { groupLook } from '../parts/groupLook';
import type { Session } from '../state/session';
import type { Opened } from '../state/state';
import { anchorAt, onPressOutside } from './anchored';

interface Props {
  readonly session: Session;
  readonly state: Opened;
}

/** One of the groups that the selected rows can be put in. */
interface Choice {
  /** The group's name; none to clear the label or to set rows aside. */
  readonly label: string;
  readonly kind: 'group' | 'new' | 'unsure' | 'clear';
  /** Classes that color it. */
  readonly look: string;
}

const hintId = 'picker-hint';

/** The groups of the set at hand, to choose from by typing, with the arrow keys or with the pointer. */
export class GroupPicker extends Component<Props, { readonly wanted: string }> {
  override state = { wanted: '' };
  private readonly element = createRef<HTMLDivElement>();
  private readonly ending = new AbortController();

  override componentDidMount(): void {
    const element = this.element.current;
    if (element) {
      anchorAt(element, this.props.state.selection.cursor);
      onPressOutside(element, this.ending.signal, () => closePanel(this.props.session));
    }
  }

  override componentWillUnmount(): void {
    this.ending.abort();
  }

  render() {
    const { say } = this.props.state;
    const choices = this.choices();
    const [first] = choices;
    return (
      <div
        class="picker"
        ref={this.element}
        role="group"
        aria-label={say('pickerName')}
        onKeyDown={(event) => this.pressed(event)}
      >
        <input
          type="text"
          value={this.state.wanted}
          placeholder={say('pickerFind')}
          aria-label={say('pickerFind')}
          aria-describedby={hintId}
          onInput={(event) => this.setState({ wanted: event.currentTarget.value })}
        />
        <span class="unseen" id={hintId}>
          {first && say('pickerEnter', this.textOf(first))}
        </span>
        {choices.map((choice) => this.button(choice))}
      </div>
    );
  }

  private button(choice: Choice) {
    const { say } = this.props.state;
    const isGroup = choice.kind === 'group';
    return (
      <button
        type="button"
        class={isGroup ? `chip long ${choice.look}` : 'secondary'}
        key={`${choice.kind} ${choice.label}`}
        title={visible(choice.label)}
        aria-label={isGroup ? say('pickerGroup', choice.label) : undefined}
        onClick={() => this.pick(choice)}
      >
        <span>{this.textOf(choice)}</span>
      </button>
    );
  }

  private textOf({ kind, label: name }: Choice): string {
    const { say } = this.props.state;
    switch (kind) {
      case 'group':
        return visible(name);
      case 'new':
        return say('pickerNew', name);
      case 'unsure':
        return say('pickerUnsure');
      case 'clear':
        return say('pickerClear');
    }
  }

  /** Those that hold what has been typed, those that begin with it first; a new group of that name if there is none. */
  private choices(): readonly Choice[] {
    const { state } = this.props;
    const { file, labels, selection, say } = state;
    const set = file.sets[file.setOf(selection.cursor)];
    const groups = set ? groupsOf(set, labels) : [];
    const look = set && groupLook(state, set);
    const typed = this.state.wanted.trim();
    const wanted = typed.toLowerCase();
    const found = groups
      .filter(({ label: name }) => name.toLowerCase().includes(wanted))
      .sort(
        (a, b) => Number(b.label.toLowerCase().startsWith(wanted)) - Number(a.label.toLowerCase().startsWith(wanted)),
      )
      .map(({ label: name }): Choice => ({ label: name, look: look?.classOf(name) ?? '', kind: 'group' }));
    const aside: Choice = { label: '', look: '', kind: 'unsure' };
    if (wanted === '') {
      const own: Choice = { label: newGroupName(state), look: '', kind: 'new' };
      return [...found, own, aside, { label: '', look: '', kind: 'clear' }];
    }
    // A single character names a group.
    const isAside = wanted.length > 1 && say('pickerUnsure').toLowerCase().startsWith(wanted);
    const known = groups.some(({ label: name }) => name.trim().toLowerCase() === wanted);
    const own: Choice = { label: typed.length === 1 ? typed.toUpperCase() : typed, look: '', kind: 'new' };
    return [...found, ...(isAside ? [aside] : []), ...(known ? [] : [own])];
  }

  private pressed(event: KeyboardEvent): void {
    const { key, target } = event;
    if (key === 'Escape') {
      closePanel(this.props.session);
    } else if (key === 'ArrowDown' || key === 'ArrowUp') {
      this.moveFocus(key === 'ArrowDown' ? 1 : -1);
    } else if (key === 'Enter' && target instanceof HTMLInputElement) {
      const [first] = this.choices();
      if (first) {
        this.pick(first);
      }
    } else {
      this.typeAhead(event);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** What is typed on a choice goes on in the field. */
  private typeAhead({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): void {
    const isTyped = key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey;
    if ((isTyped || key === 'Backspace') && target instanceof HTMLButtonElement) {
      focusOn(this.element.current?.querySelector('input'));
    }
  }

  /** Round through the field and the choices. */
  private moveFocus(step: 1 | -1): void {
    const stops = [...(this.element.current?.querySelectorAll<HTMLElement>('input, button') ?? [])];
    const here = stops.findIndex((stop) => stop.matches(':focus'));
    focusOn(stops[(here + step + stops.length) % stops.length]);
  }

  private pick({ label: name, kind }: Choice): void {
    const { session } = this.props;
    closePanel(session);
    if (kind === 'clear') {
      clearLabels(session);
    } else {
      label(session, kind === 'unsure' ? unsure : name);
    }
  }
}
