import * as vscode from 'vscode';
import { inert, inertNotification } from '../shared/inert';

export type Severity = 'info' | 'warning' | 'error';

/** Shows a notification. Resolves to the button pressed, once it is closed. */
export function notify(
  severity: Severity,
  message: string,
  ...buttons: readonly string[]
): Thenable<string | undefined> {
  const text = inertNotification(message);
  switch (severity) {
    case 'info':
      return vscode.window.showInformationMessage(text, ...buttons);
    case 'warning':
      return vscode.window.showWarningMessage(text, ...buttons);
    case 'error':
      return vscode.window.showErrorMessage(text, ...buttons);
  }
}

export interface ModalQuestion {
  readonly message: string;
  readonly detail?: string;
  /** The first is the one that Enter presses; VS Code adds Cancel. */
  readonly actions: readonly string[];
}

/** Asks a question that has to be answered. Resolves to the button pressed, undefined for Cancel. */
export function askModal({ message, detail, actions }: ModalQuestion): Thenable<string | undefined> {
  const options = { modal: true, detail: detail === undefined ? undefined : inert(detail) };
  return vscode.window.showWarningMessage(inert(message), options, ...actions);
}

/** Shows in a notification that something goes on, with a way to cancel it. */
export function showProgress<T>(title: string, work: (token: vscode.CancellationToken) => Promise<T>): Thenable<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title: inertNotification(title), cancellable: true }, (_, token) =>
    work(token),
  );
}
