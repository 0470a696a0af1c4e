import assert from 'node:assert/strict';
import type { Uri } from 'vscode';
import { Cancelled, type Choice, type InputQuestion, type PickQuestion, type Ui } from '../../../src/transforms/ui/ui';

/** An answer to the next question: for a pick, a part of the label; for an input, the text, or undefined for what is offered. */
export type ScriptedAnswer =
  | { readonly pick: string | RegExp }
  | { readonly type: string | undefined }
  | { readonly confirm: boolean }
  | { readonly choose: string }
  | { readonly file: Uri };

export interface Told {
  readonly severity: string;
  readonly message: string;
  readonly buttons: readonly string[];
}

/** Answers commands by a script, and keeps what they say. A question that the script does not expect fails the test. */
export class ScriptedUi implements Ui {
  readonly told: Told[] = [];
  readonly asked: string[] = [];
  readonly executed: (readonly unknown[])[] = [];
  readonly opened: string[] = [];
  copied: string | undefined;
  private script: ScriptedAnswer[] = [];
  private failure: Error | undefined;

  /** What is answered from here on. */
  answer(...script: ScriptedAnswer[]): void {
    this.script = script;
    this.failure = undefined;
    this.told.length = 0;
    this.asked.length = 0;
    this.executed.length = 0;
  }

  /** Fails when a question was not expected or an answer was not asked for. */
  verify(): void {
    if (this.failure !== undefined) {
      throw this.failure;
    }
    assert.deepEqual(this.script, [], `left over after: ${this.asked.join(' | ')}`);
  }

  willAsk(): void {}

  askedAll(): void {}

  async pick<T>(question: PickQuestion<T>): Promise<T> {
    const choices = await question.choices;
    this.asked.push(question.placeholder ?? question.title);
    const answer = this.next('pick', question.placeholder ?? question.title);
    const wanted = answer.pick;
    const matches = ({ label, description = '' }: Choice<T>) =>
      typeof wanted === 'string' ? label.includes(wanted) : wanted.test(`${label} ${description}`);
    const found = choices.find(matches);
    if (found === undefined) {
      throw this.fail(`no choice ${wanted} among ${choices.map(({ label }) => label).join(', ')}`);
    }
    return found.value;
  }

  async input(question: InputQuestion): Promise<string> {
    this.asked.push(question.prompt);
    const { type } = this.next('type', question.prompt);
    const text = type ?? question.value ?? '';
    const problem = question.validate?.(text);
    if (problem !== undefined) {
      this.told.push({ severity: 'validation', message: problem, buttons: [] });
      throw new Cancelled();
    }
    return text;
  }

  async confirm({ message, detail = '' }: { readonly message: string; readonly detail?: string }): Promise<void> {
    this.asked.push(`${message} ${detail}`);
    if (!this.next('confirm', message).confirm) {
      throw new Cancelled();
    }
  }

  async choose(question: {
    readonly message: string;
    readonly detail?: string;
    readonly actions: readonly string[];
  }): Promise<string> {
    this.asked.push(`${question.message} ${question.detail ?? ''}`);
    const { choose } = this.next('choose', question.message);
    if (!question.actions.includes(choose)) {
      throw this.fail(`no button ${choose} among ${question.actions.join(', ')}`);
    }
    return choose;
  }

  async openFile(): Promise<Uri> {
    return this.next('file', 'openFile').file;
  }

  async tell(severity: string, message: string, ...buttons: string[]): Promise<undefined> {
    this.told.push({ severity, message, buttons });
    return undefined;
  }

  progress<T>(_title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return work(new AbortController().signal);
  }

  async openUrl(url: string): Promise<void> {
    this.opened.push(url);
  }

  async copy(text: string): Promise<void> {
    this.copied = text;
  }

  async execute(...args: readonly unknown[]): Promise<undefined> {
    this.executed.push(args);
    return undefined;
  }

  private next<K extends string>(kind: K, question: string): Extract<ScriptedAnswer, Record<K, unknown>> {
    const answer = this.script.shift();
    if (answer === undefined || !(kind in answer)) {
      throw this.fail(`“${question}” was asked, but the script says ${JSON.stringify(answer)}`);
    }
    return answer as Extract<ScriptedAnswer, Record<K, unknown>>;
  }

  private fail(message: string): Error {
    this.failure = new Error(message);
    return this.failure;
  }
}
