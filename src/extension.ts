import type * as vscode from 'vscode';

/** Composition root: makes the objects, hands them to each other, registers. Never awaits the network. */
export function activate(_context: vscode.ExtensionContext): void {}
