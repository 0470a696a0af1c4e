import assert from 'node:assert/strict';
import * as vscode from 'vscode';

type Show = (message: string, ...rest: unknown[]) => Promise<unknown>;

/** Answers the extension's modal questions by the name of a button; undefined cancels. Restores VS Code's own on `dispose`. */
export class Dialogs implements vscode.Disposable {
  readonly asked: string[] = [];
  private readonly original = vscode.window.showWarningMessage;

  constructor(private readonly answers: (string | undefined)[]) {
    const show: Show = async (message) => {
      this.asked.push(message);
      assert.ok(this.answers.length > 0, `not expected: ${message}`);
      return this.answers.shift();
    };
    Object.assign(vscode.window, { showWarningMessage: show });
  }

  dispose(): void {
    Object.assign(vscode.window, { showWarningMessage: this.original });
  }
}
