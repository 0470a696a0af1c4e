import './labeling.css';
import { render } from 'preact';
import { App } from './app';
import { Editor } from './editor';
import { Host } from './host';
import { type Action, reduce } from './reducer';
import type { State } from './state';
import { Store } from './store';
import { speak } from './strings';

const root = document.getElementById('root');
if (root) {
  const host = new Host();
  const store = new Store<State, Action>({ stage: 'loading', say: speak({}) }, reduce);
  const editor = new Editor(store, host);
  host.onMessage((message) => editor.receive(message));
  render(<App store={store} editor={editor} host={host} />, root);
  host.send({ type: 'ready' });
}
