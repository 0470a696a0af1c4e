import * as vscode from 'vscode';
import { Back, Cancelled, type Choice, type InputQuestion, type PickQuestion, type Question, type Ui } from './ui';

/** Asks and tells through VS Code. */
export const vscodeUi: Ui = {
  pick: (question) => pick(question),
  input: (question) => input(question),

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

/** Waits for an input of either kind to be accepted; ends it, whatever happens. */
async function ask<T>(
  control: vscode.QuickInput,
  listen: (accept: (value: T) => void, back: () => void) => vscode.Disposable[],
): Promise<T> {
  const listeners: vscode.Disposable[] = [];
  try {
    return await new Promise<T>((resolve, reject) => {
      listeners.push(
        control.onDidHide(() => reject(new Cancelled())),
        ...listen(resolve, () => reject(new Back())),
      );
      control.show();
    });
  } finally {
    vscode.Disposable.from(...listeners, control).dispose();
  }
}

function place(control: vscode.QuickInput, { title, place: at }: Question): vscode.QuickInputButton[] {
  control.title = title;
  control.ignoreFocusOut = true;
  control.step = at?.step;
  control.totalSteps = at?.total;
  return at !== undefined && at.step > 1 ? [vscode.QuickInputButtons.Back] : [];
}

interface Item<T> extends vscode.QuickPickItem {
  readonly choice?: Choice<T>;
}

async function pick<T>(question: PickQuestion<T>): Promise<T> {
  const control = vscode.window.createQuickPick<Item<T>>();
  control.buttons = place(control, question);
  control.placeholder = question.placeholder;
  control.matchOnDescription = true;
  control.matchOnDetail = true;
  control.busy = true;
  const choices = Promise.resolve(question.choices);
  return ask<T>(control, (accept, back) => {
    choices.then(
      (found) => {
        control.items = found.flatMap(itemsOf);
        const current = control.items.find((item) => item.choice?.current === true);
        if (current !== undefined) {
          control.activeItems = [current];
        }
        control.busy = false;
      },
      // The one who asked gets the error when awaiting the choices below.
      () => control.hide(),
    );
    return [
      control.onDidAccept(() => {
        const choice = control.selectedItems[0]?.choice;
        if (choice !== undefined) {
          accept(choice.value);
        }
      }),
      control.onDidTriggerButton(back),
    ];
  }).catch(async (error: unknown) => {
    await choices;
    throw error;
  });
}

function itemsOf<T>(choice: Choice<T>): Item<T>[] {
  const icon = choice.current ? 'check' : choice.icon;
  const item: Item<T> = {
    label: icon === undefined ? choice.label : `$(${icon}) ${choice.label}`,
    description: choice.description,
    detail: choice.detail,
    choice,
  };
  const heading = { label: choice.heading ?? '', kind: vscode.QuickPickItemKind.Separator };
  return choice.heading === undefined ? [item] : [heading, item];
}

async function input(question: InputQuestion): Promise<string> {
  const control = vscode.window.createInputBox();
  control.buttons = place(control, question);
  control.prompt = question.prompt;
  control.placeholder = question.placeholder;
  control.value = question.value ?? '';
  const check = () => {
    control.validationMessage = question.validate?.(control.value);
    return control.validationMessage === undefined;
  };
  return ask<string>(control, (accept, back) => [
    control.onDidChangeValue(check),
    control.onDidAccept(() => check() && accept(control.value)),
    control.onDidTriggerButton(back),
  ]);
}
