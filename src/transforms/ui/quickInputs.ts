import * as vscode from 'vscode';
import { pickEntry, pickHeading, setInputTexts, setValidation } from '../../door/inputs';
import { TypedValue } from './typedValue';
import { Back, type Choice, type InputQuestion, type PickQuestion, type Question } from './ui';

/** A quick input as VS Code shows it. */
export interface ShownInput {
  readonly control: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox;
  readonly typed: TypedValue;
}

/** A question as VS Code shows it, and how its answer is heard. */
export interface ShownQuestion<T> extends ShownInput {
  /** Calls back with the answer, or with the reason why there is none. */
  listen(accept: (value: T) => void, fail: (reason: unknown) => void): vscode.Disposable[];
}

interface Item<T> extends vscode.QuickPickItem {
  readonly choice?: Choice<T>;
}

/** A list to choose from, with what was typed already. It shows itself busy until its choices are known. */
export function pickControl<T>(question: PickQuestion<T>, ahead: string): ShownQuestion<T> {
  const control = vscode.window.createQuickPick<Item<T>>();
  control.value = ahead;
  const typed = new TypedValue(control, ahead);
  control.buttons = place(control, question);
  control.matchOnDescription = true;
  control.matchOnDetail = true;
  control.busy = true;
  return {
    control,
    typed,
    listen: (accept, fail) => {
      Promise.resolve(question.choices).then((found) => offer(control, found), fail);
      return [
        control.onDidAccept(() => {
          const choice = control.selectedItems[0]?.choice;
          // Until the list is narrowed by all that was typed, Enter would take what nobody has seen.
          if (choice !== undefined && !choice.refused && typed.isSettled) {
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
export function inputControl(question: InputQuestion, ahead: string): ShownQuestion<string> {
  const control = vscode.window.createInputBox();
  control.buttons = place(control, question);
  control.value = ahead === '' ? (question.value ?? '') : ahead;
  const check = () => {
    const fault = question.validate?.(control.value);
    setValidation(control, fault);
    return fault === undefined;
  };
  if (ahead !== '') {
    check();
  }
  return {
    control,
    typed: new TypedValue(control, ahead, check),
    listen: (accept, fail) => [
      control.onDidAccept(() => check() && accept(control.value)),
      control.onDidTriggerButton(() => fail(new Back())),
    ],
  };
}

/**
 * What stands open while the service is asked. What is typed into it belongs to the next question; only Enter does nothing,
 * then and later, for it would accept what nobody has seen.
 */
export function busyControl(title: string, ahead: string, at: Partial<vscode.QuickInput> = {}): ShownInput {
  const { step, totalSteps } = at;
  const control = vscode.window.createQuickPick<Item<never>>();
  control.value = ahead;
  setInputTexts(control, { title });
  control.step = step;
  control.totalSteps = totalSteps;
  control.ignoreFocusOut = true;
  control.busy = true;
  return { control, typed: new TypedValue(control, ahead) };
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
