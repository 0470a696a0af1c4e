import * as vscode from 'vscode';
import { inert } from '../shared/inert';
import type { Markdown } from '../shared/markdown';
import { visible } from '../shared/visible';

/** What a line of a tree says. */
export interface LineTexts {
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string | Markdown;
  /** What a screen reader says; without, VS Code makes it of label and tooltip. */
  readonly spoken?: string;
}

/** A line of a tree. */
export function treeLine(texts: LineTexts, state = vscode.TreeItemCollapsibleState.None): vscode.TreeItem {
  const item = new vscode.TreeItem(line(texts.label), state);
  item.description = texts.description === undefined ? undefined : line(texts.description);
  item.tooltip = texts.tooltip === undefined ? undefined : tooltipOf(texts.tooltip);
  item.accessibilityInformation = texts.spoken === undefined ? undefined : { label: line(texts.spoken) };
  return item;
}

/** Gives a line its tooltip when the pointer rests on it. */
export function setTooltip(item: vscode.TreeItem, tooltip: string | Markdown): void {
  item.tooltip = tooltipOf(tooltip);
}

/** What a view says beside its title. */
export function setViewDescription(view: vscode.TreeView<unknown>, text: string): void {
  view.description = line(text);
}

/** An item of the status bar. */
export class StatusItem implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;

  constructor(id: string, name: string, command: string) {
    this.item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left);
    this.item.name = inert(name);
    this.item.command = command;
  }

  show(icon: string, text: string, tooltip: string): void {
    this.item.text = `$(${icon}) ${line(text)}`;
    this.item.tooltip = inert(tooltip);
    this.item.show();
  }

  hide(): void {
    this.item.hide();
  }

  dispose(): void {
    this.item.dispose();
  }
}

function line(text: string): string {
  return inert(visible(text));
}

function tooltipOf(text: string | Markdown): string | vscode.MarkdownString {
  // Neither trusted, nor with HTML or icons: what VS Code takes by default, and said to hold.
  return typeof text === 'string' ? inert(text) : new vscode.MarkdownString(text.source, false);
}
