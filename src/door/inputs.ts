import * as vscode from 'vscode';
import { inert } from '../shared/inert';

/** An entry of a pick. The icon is ours; the texts may be anyone's. */
export interface EntryTexts {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly icon?: string;
}

/** The texts of an entry of a quick pick. */
export function pickEntry({ label, description, detail, icon }: EntryTexts): vscode.QuickPickItem {
  const text = inert(label);
  return {
    label: icon === undefined ? text : `$(${icon}) ${text}`,
    description: optional(description),
    detail: optional(detail),
  };
}

/** The heading above entries of a quick pick. */
export function pickHeading(label: string): vscode.QuickPickItem {
  return { label: inert(label), kind: vscode.QuickPickItemKind.Separator };
}

/** Gives a quick input its texts; its value, which is the user's, stays as it is. */
export function setInputTexts(
  control: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  texts: { readonly title: string; readonly placeholder?: string; readonly prompt?: string },
): void {
  control.title = inert(texts.title);
  control.placeholder = optional(texts.placeholder);
  if ('validationMessage' in control) {
    control.prompt = optional(texts.prompt);
  }
}

/** Says what is wrong with what was typed; nothing if undefined. */
export function setValidation(control: vscode.InputBox, text: string | undefined): void {
  control.validationMessage = optional(text);
}

/** Asks for one of some. Resolves to undefined where the user chooses none. */
export async function pickOne<T>(
  choices: readonly (EntryTexts & { readonly value: T })[],
  placeholder: string,
): Promise<T | undefined> {
  const entries = choices.map((choice) => ({ ...pickEntry(choice), value: choice.value }));
  const options = { placeHolder: inert(placeholder), matchOnDescription: true };
  return (await vscode.window.showQuickPick(entries, options))?.value;
}

/** Asks for one line of text. Resolves to undefined where the user gives none. */
export function askText(question: {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder: string;
  readonly validate: (text: string) => string | undefined;
}): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: inert(question.title),
    prompt: inert(question.prompt),
    placeHolder: inert(question.placeholder),
    ignoreFocusOut: true,
    validateInput: (text) => optional(question.validate(text)),
  });
}

function optional(text: string | undefined): string | undefined {
  return text === undefined ? undefined : inert(text);
}
