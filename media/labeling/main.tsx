import './style/base.css';
import './style/toolbar.css';
import './style/rail.css';
import './style/card.css';
import './style/row.css';
import './style/panels.css';
import './style/dialogs.css';
import './style/icons.css';
import './style/access.css';
import { render } from 'preact';
import { App } from './app';
import { Keyboard } from './input/keyboard';
import { KeyGate } from './input/keyGate';
import { speak } from './parts/strings';
import { Host } from './state/host';
import { receive } from './state/receive';
import { type Action, reduce } from './state/reducer';
import { Session } from './state/session';
import type { State } from './state/state';
import { Store } from './state/store';

const root = document.getElementById('root');
if (root) {
  const host = new Host();
  const store = new Store<State, Action>({ stage: 'loading', say: speak({}) }, reduce);
  const session = new Session(store, host);
  // Only our own menu items belong on labeling sets.
  document.body.dataset.vscodeContext = '{"preventDefaultContextMenuItems":true}';
  // Without an error object it is only a notice, as of a resize observer that has more to tell.
  window.addEventListener('error', ({ error, message }) => {
    if (error instanceof Error) {
      host.send({ type: 'failed', reason: message });
    }
  });
  window.addEventListener('unhandledrejection', ({ reason }) => host.send({ type: 'failed', reason: String(reason) }));
  const keyboard = new Keyboard(session, new KeyGate((message) => host.send(message)));
  host.onMessage((message) => (message.type === 'keys' ? keyboard.free(message.turn) : receive(session, message)));
  render(<App store={store} session={session} />, root);
  host.send({ type: 'ready' });
}
