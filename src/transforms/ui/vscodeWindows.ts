import * as vscode from 'vscode';
import { askModal, notify, showProgress } from '../../door/messages';
import { inert } from '../../shared/inert';
import type { Windows } from './conversation';
import { Cancelled } from './ui';

/** Tells through VS Code, and asks what is no quick input's. */
export const vscodeWindows: Windows = {
  async confirm({ message, detail, action }) {
    const chosen = await askModal({ message, detail, actions: [action] });
    if (chosen !== action) {
      throw new Cancelled();
    }
  },

  async choose(question) {
    const chosen = await askModal(question);
    if (chosen === undefined) {
      throw new Cancelled();
    }
    return chosen;
  },

  async openFile({ title, action, filters, at }) {
    const options = { title: inert(title), openLabel: action, filters, defaultUri: at };
    const [file] = (await vscode.window.showOpenDialog(options)) ?? [];
    if (file === undefined) {
      throw new Cancelled();
    }
    return file;
  },

  async tell(severity, message, ...buttons) {
    return notify(severity, message, ...buttons);
  },

  async progress(title, work) {
    return showProgress(title, async (token) => {
      const controller = new AbortController();
      const subscription = token.onCancellationRequested(() => controller.abort(new Cancelled()));
      try {
        return await work(controller.signal);
      } finally {
        subscription.dispose();
      }
    });
  },

  async openUrl(url) {
    await vscode.env.openExternal(vscode.Uri.parse(url, true));
  },

  async copy(text) {
    await vscode.env.clipboard.writeText(text);
  },

  async execute(command, ...args) {
    return vscode.commands.executeCommand(command, ...args);
  },
};
