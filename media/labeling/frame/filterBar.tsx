import { Component, createRef } from 'preact';
import { clearFilter, setFilter } from '../commands/arrange';
import { filterInputId, focusGrid, focusOn } from '../parts/focus';
import { Icon } from '../parts/icon';
import { countOf } from '../state/search';
import type { Session } from '../state/session';
import { type Filter, isFiltered, type Opened } from '../state/state';

/** Below this many rows every key press filters at once; above, when typing pauses. */
const fewRows = 20_000;
const pause = 150;

interface Props {
  readonly session: Session;
  readonly state: Opened;
}

/** What is shown of the rows. While a filter is active this bar stays, so that nobody forgets it. */
export class FilterBar extends Component<Props, { readonly draft: string | undefined }> {
  /** What has been typed and is not applied yet. */
  override state: { readonly draft: string | undefined } = { draft: undefined };
  private readonly input = createRef<HTMLInputElement>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  override componentDidMount(): void {
    focusOn(this.input.current);
  }

  override componentWillUnmount(): void {
    clearTimeout(this.timer);
  }

  render() {
    const { session, state } = this.props;
    const { say, filter, view, file } = state;
    const active = isFiltered(filter);
    return (
      <search class={active ? 'filter active' : 'filter'} onKeyDown={(event) => this.pressed(event)}>
        <Icon name={active ? 'filter-filled' : 'filter'} />
        <input
          ref={this.input}
          id={filterInputId}
          type="text"
          value={this.state.draft ?? filter.text}
          placeholder={say('filterText')}
          aria-label={say('filterText')}
          onInput={(event) => this.typed(event.currentTarget.value)}
        />
        {this.option('unlabeled', say('filterUnlabeled'))}
        {this.option('problems', say('filterProblems'))}
        <span>
          {active && say('filterShown', view.rowCount, file.rowCount)}
          {filter.text !== '' && ` ${this.hits()}`}
        </span>
        <span class="grow" />
        <button type="button" class="secondary" onClick={() => this.clear()}>
          {say(active ? 'filterClear' : 'close')} <kbd>Esc</kbd>
        </button>
        {active && (
          <button type="button" class="link" onClick={() => setFilter(session, filter)}>
            {say('filterAgain')}
          </button>
        )}
      </search>
    );
  }

  /** How many hits there are, also those that nobody sees. */
  private hits(): string {
    const { say, hits, columns, settings } = this.props.state;
    const { all, unseen } = countOf(hits, columns, settings.layout.hidden);
    const told = all === 1 ? say('filterHit') : say('filterHits', all);
    return unseen > 0 ? `${told} ${say('filterHidden', unseen)}` : told;
  }

  private option(name: 'unlabeled' | 'problems', text: string) {
    const { session, state } = this.props;
    const on = state.filter[name];
    return (
      <button
        type="button"
        class="toggle"
        aria-pressed={on}
        onClick={() => setFilter(session, { ...state.filter, [name]: !on })}
      >
        {text}
      </button>
    );
  }

  private typed(text: string): void {
    clearTimeout(this.timer);
    this.setState({ draft: text });
    if (this.props.state.file.rowCount < fewRows) {
      this.apply(text);
    } else {
      this.timer = setTimeout(() => this.apply(text), pause);
    }
  }

  private apply(text: string): void {
    const { session, state } = this.props;
    setFilter(session, { ...state.filter, text } satisfies Filter);
    this.setState({ draft: undefined });
  }

  /** Leaves the field. What was typed last need not wait for its pause any more. */
  private leave(): void {
    const { draft } = this.state;
    clearTimeout(this.timer);
    if (draft !== undefined) {
      this.apply(draft);
    }
    this.props.session.dispatch({ type: 'filterOpen', open: false });
    focusGrid();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.clear();
    } else if (event.target === this.input.current && (event.key === 'Enter' || event.key === 'ArrowDown')) {
      event.preventDefault();
      event.stopPropagation();
      this.leave();
    }
  }

  private clear(): void {
    clearTimeout(this.timer);
    clearFilter(this.props.session);
    focusGrid();
  }
}
