import * as vscode from 'vscode';
import type { Windows } from './conversation';
import { Cancelled } from './ui';

/** Tells through VS Code, and asks what is no quick input's. */
export const vscodeWindows: Windows = {
  async confirm({ message, detail, action }) {
    const chosen = await vscode.window.showWarningMessage(message, { modal: true, detail }, action);
    if (chosen !== action) {
      throw new Cancelled();
    }
  },

  async openFile({ title, action, filters, at }) {
    const options = { title, openLabel: action, filters, defaultUri: at };
    const [file] = (await vscode.window.showOpenDialog(options)) ?? [];
    if (file === undefined) {
      throw new Cancelled();
    }
    return file;
  },

  async tell(severity, message, ...buttons) {
    switch (severity) {
      case 'info':
        return vscode.window.showInformationMessage(message, ...buttons);
      case 'warning':
        return vscode.window.showWarningMessage(message, ...buttons);
      case 'error':
        return vscode.window.showErrorMessage(message, ...buttons);
    }
  },

  async progress(title, work) {
    const location = vscode.ProgressLocation.Notification;
    return vscode.window.withProgress({ location, title, cancellable: true }, async (_progress, token) => {
      const controller = new AbortController();
      const subscription = token.onCancellationRequested(() => controller.abort(new Cancelled()));
      try {
        return await work(controller.signal);
      } finally {
        subscription.dispose();
      }
    });
  },

  async openText(content, language) {
    const document = await vscode.workspace.openTextDocument({ content, language });
    await vscode.window.showTextDocument(document, { preview: false });
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
