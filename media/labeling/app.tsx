import { Component } from 'preact';
import type { Editor } from './editor';
import type { Host } from './host';
import { KeyHints } from './keyHints';
import { List } from './list';
import { Rail } from './rail';
import type { Action } from './reducer';
import type { Opened, State } from './state';
import type { Store } from './store';
import { Toolbar } from './toolbar';

interface Props {
  readonly store: Store<State, Action>;
  readonly editor: Editor;
  readonly host: Host;
}

/** Draws whatever the store holds. */
export class App extends Component<Props, { shown: State }> {
  override state = { shown: this.props.store.state };
  private painted = false;
  private unsubscribe = (): void => undefined;

  override componentDidMount(): void {
    const { store } = this.props;
    this.unsubscribe = store.subscribe(() => this.setState({ shown: store.state }));
  }

  override componentDidUpdate(): void {
    if (!this.painted && this.state.shown.stage === 'opened') {
      this.painted = true;
      // Two frames later the rows have been drawn on the screen.
      requestAnimationFrame(() =>
        requestAnimationFrame(() =>
          this.props.host.send({ type: 'painted', milliseconds: Math.round(performance.now()) }),
        ),
      );
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
    const { editor } = this.props;
    return (
      <div class="app">
        <Toolbar state={state} editor={editor} />
        <div class="main">
          <Rail state={state} editor={editor} />
          <List state={state} editor={editor} />
        </div>
        <KeyHints say={state.say} />
        <div role="status" class="unseen">
          {/* A new element for every turn, so that the same text is announced again. */}
          <span key={state.said.turn}>{state.said.text}</span>
        </div>
      </div>
    );
  }
}
