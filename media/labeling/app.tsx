import { Component, createRef } from 'preact';
import { Checks } from '../../src/shared/checks/checks';
import { clearFilter } from './commands/arrange';
import { FileNotice } from './frame/fileNotice';
import { FilterBar } from './frame/filterBar';
import { KeyHints } from './frame/keyHints';
import { Notice } from './frame/notice';
import { Rail } from './frame/rail';
import { Toolbar } from './frame/toolbar';
import { List } from './list/list';
import { ColumnsPanel } from './panels/columnsPanel';
import { Conflict } from './panels/conflict';
import { Finish } from './panels/finish';
import { GroupPicker } from './panels/groupPicker';
import { Help } from './panels/help';
import { NoteFields } from './panels/noteFields';
import { Peek } from './panels/peek';
import { newFileProblems } from './state/problems';
import type { Action } from './state/reducer';
import type { Session } from './state/session';
import { isFiltered, type Opened, type State } from './state/state';
import type { Store } from './state/store';

interface Props {
  readonly store: Store<State, Action>;
  readonly session: Session;
}

/** Draws whatever the store holds. */
export class App extends Component<Props, { shown: State }> {
  override state = { shown: this.props.store.state };
  private readonly list = createRef<List>();
  private painted: Opened['file'] | undefined;
  private drawn: Opened['columns'] | undefined;
  private unsubscribe = (): void => undefined;

  override componentDidMount(): void {
    const { store } = this.props;
    this.unsubscribe = store.subscribe(() => this.setState({ shown: store.state }));
  }

  override componentWillUpdate(_props: Props, { shown }: { shown: State }): void {
    if (shown.stage === 'opened') {
      this.list.current?.noteAnchor(shown);
    }
  }

  override componentDidUpdate(): void {
    const { shown } = this.state;
    // Other columns mean another file, or that its transform became known.
    if (shown.stage === 'opened' && shown.columns !== this.drawn) {
      this.drawn = shown.columns;
      // In the frame after the next the rows are on the screen; only then is there time for the checks.
      const { editCount } = this.props.session;
      requestAnimationFrame(() => requestAnimationFrame(() => this.afterPaint(shown, editCount)));
    }
  }

  override componentWillUnmount(): void {
    this.unsubscribe();
  }

  render() {
    const { shown } = this.state;
    if (shown.stage === 'loading') {
      return <p class="message">{shown.say('loading')}</p>;
    }
    if (shown.stage === 'failed') {
      return (
        <p class="message" role="alert">
          {shown.say('failed', shown.reason)}
        </p>
      );
    }
    return this.opened(shown);
  }

  private opened(state: Opened) {
    const { session } = this.props;
    const { say, panel, conflict, said } = state;
    return (
      <div class="app">
        <header class="above">
          <h1 class="unseen">{say('heading', state.name)}</h1>
          <Toolbar state={state} session={session} />
          <Notice state={state} session={session} />
          <FileNotice state={state} session={session} />
          {(state.filterOpen || isFiltered(state.filter)) && <FilterBar state={state} session={session} />}
        </header>
        <main class="main">
          <Rail state={state} session={session} />
          <div class="sheet">
            {state.view.rowCount > 0 ? (
              <List handle={this.list} state={state} session={session} />
            ) : (
              this.nothing(state)
            )}
            {panel === 'peek' && <Peek state={state} session={session} />}
          </div>
          {panel === 'groups' && <GroupPicker state={state} session={session} />}
          {panel === 'note' && <NoteFields state={state} session={session} />}
        </main>
        <KeyHints state={state} session={session} />
        {panel === 'columns' && <ColumnsPanel state={state} session={session} />}
        {panel === 'help' && <Help session={session} say={say} />}
        {panel === 'finish' && <Finish state={state} session={session} />}
        {conflict && <Conflict state={state} session={session} rows={conflict} />}
        <div role="status" class="unseen">
          {/* A new element for every turn, so that the same text is announced again. */}
          <span key={said.turn}>{said.text}</span>
        </div>
      </div>
    );
  }

  private nothing({ say, filter }: Opened) {
    return (
      <div class="message">
        <p>{say(isFiltered(filter) ? 'nothingFound' : 'empty')}</p>
        {isFiltered(filter) && (
          <button type="button" class="secondary" onClick={() => clearFilter(this.props.session)}>
            {say('filterClear')}
          </button>
        )}
      </div>
    );
  }

  private afterPaint({ file, columns, labels, transform, translate }: Opened, editCount: number): void {
    const { session } = this.props;
    if (file !== this.painted) {
      this.painted = file;
      session.send({ type: 'painted', ...session.times, painted: performance.now() });
    }
    setTimeout(() => {
      if (session.opened?.columns === columns) {
        const schema = { columns: transform?.columns, primaryKey: transform?.primaryKey };
        session.dispatch({ type: 'checked', checks: new Checks(labels, { schema, say: translate }) });
        const problems = session.opened === undefined ? [] : newFileProblems(session.opened);
        // What an edit did is told by then, and must not be talked over.
        if (problems.length > 0 && session.editCount === editCount) {
          session.announce(problems.map(({ text }) => text).join(' '));
        }
      }
    });
  }
}
