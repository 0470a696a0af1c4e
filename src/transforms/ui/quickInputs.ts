import * as vscode from 'vscode';
import { pickEntry, pickHeading, setInputTexts, setValidation } from '../../door/inputs';
import { Back, type Choice, type InputQuestion, type PickQuestion, type Question } from './ui';

/** A question as VS Code shows it: the control, and how its answer is heard. */
export interface ShownQuestion<T> {
  readonly control: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox;
  /** Calls back with the answer, or with the reason why there is none. */
  listen(accept: (value: T) => void, fail: (reason: unknown) => void): vscode.Disposable[];
}

interface Item<T> extends vscode.QuickPickItem {
  readonly choice?: Choice<T>;
}

/** A list to choose from, with what was typed already. It shows itself busy until its choices are known. */
export function pickControl<T>(question: PickQuestion<T>, typed: string): ShownQuestion<T> {
  const control = vscode.window.createQuickPick<Item<T>>();
  control.value = typed;
  control.buttons = place(control, question);
  control.matchOnDescription = true;
  control.matchOnDetail = true;
  control.busy = true;
  return {
    control,
    listen: (accept, fail) => {
      Promise.resolve(question.choices).then((found) => offer(control, found), fail);
      return [
        control.onDidAccept(() => {
          const choice = control.selectedItems[0]?.choice;
          if (choice !== undefined && !choice.refused) {
            accept(choice.value);
          }
        }),
        control.onDidTriggerButton(() => fail(new Back())),
      ];
    },
  };
}

function offer<T>(control: vscode.QuickPick<Item<T>>, choices: readonly Choice<T>[]): void {
  control.items = choices.flatMap(itemsOf);
  const current = control.items.find((item) => item.choice?.current === true);
  if (current !== undefined && control.value === '') {
    control.activeItems = [current];
  }
  control.busy = false;
}

function itemsOf<T>(choice: Choice<T>): Item<T>[] {
  const icon = choice.current ? 'check' : choice.icon;
  const item: Item<T> = { ...pickEntry({ ...choice, icon }), choice };
  return choice.heading === undefined ? [item] : [pickHeading(choice.heading), item];
}

/** A box to type into, with what was typed already. */
export function inputControl(question: InputQuestion, typed: string): ShownQuestion<string> {
  const control = vscode.window.createInputBox();
  control.buttons = place(control, question);
  control.value = typed === '' ? (question.value ?? '') : typed;
  const check = () => {
    const fault = question.validate?.(control.value);
    setValidation(control, fault);
    return fault === undefined;
  };
  if (typed !== '') {
    check();
  }
  return {
    control,
    listen: (accept, fail) => [
      control.onDidChangeValue(check),
      control.onDidAccept(() => check() && accept(control.value)),
      control.onDidTriggerButton(() => fail(new Back())),
    ],
  };
}

/** What stands open while the service is asked. What is typed into it belongs to the next question. */
export function busyControl(
  title: string,
  { step, totalSteps }: Partial<vscode.QuickInput> = {},
): vscode.QuickPick<Item<never>> {
  const control = vscode.window.createQuickPick<Item<never>>();
  setInputTexts(control, { title });
  control.step = step;
  control.totalSteps = totalSteps;
  control.ignoreFocusOut = true;
  control.busy = true;
  return control;
}

function place(
  control: ShownQuestion<unknown>['control'],
  question: Question & { readonly placeholder?: string; readonly prompt?: string },
): vscode.QuickInputButton[] {
  const { place: at } = question;
  setInputTexts(control, question);
  control.ignoreFocusOut = true;
  control.step = at?.step;
  control.totalSteps = at?.total;
  return at !== undefined && !at.isFirst ? [vscode.QuickInputButtons.Back] : [];
}
