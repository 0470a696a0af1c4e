import type * as vscode from 'vscode';
import type { Prompts } from './prompts';
import { busyControl, inputControl, pickControl, type ShownQuestion } from './quickInputs';
import { Cancelled, type Conversation, type Ui } from './ui';

/** A busy quick input is not worth showing for a shorter wait than this, in milliseconds. */
const patience = 150;

/** The parts of the Ui that take the focus from a quick input. */
export type Windows = Omit<Ui, 'willAsk' | 'askedAll' | 'pick' | 'input'>;

/** The questions of one command. Between two of them the quick input stays open, busy, and collects what is typed. */
export class QuickConversation implements Conversation {
  readonly pick: Ui['pick'] = (question) => this.ask((typed) => pickControl(question, typed));
  readonly input: Ui['input'] = (question) => this.ask((typed) => inputControl(question, typed));
  readonly confirm: Ui['confirm'] = (question) => this.aside(() => this.windows.confirm(question));
  readonly choose: Ui['choose'] = (question) => this.aside(() => this.windows.choose(question));
  readonly openFile: Ui['openFile'] = (question) => this.aside(() => this.windows.openFile(question));
  readonly tell: Ui['tell'] = (...message) => this.windows.tell(...message);
  readonly progress: Ui['progress'] = (title, work) => this.after(() => this.windows.progress(title, work));
  readonly openUrl: Ui['openUrl'] = (url) => this.after(() => this.windows.openUrl(url));
  readonly copy: Ui['copy'] = (text) => this.windows.copy(text);
  readonly execute: Ui['execute'] = (...command) => this.after(() => this.windows.execute(...command));

  /** The question that was answered last, until something takes its place. */
  private answered: vscode.QuickInput | undefined;
  private busy: ReturnType<typeof busyControl> | undefined;
  private leaving: vscode.Disposable | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The user closed the quick input while it was busy. */
  private left = false;

  constructor(
    private readonly windows: Windows,
    private readonly prompts: Prompts,
  ) {}

  willAsk(title: string): void {
    this.prompts.set(this, 'coming');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.showBusy(title), patience);
  }

  askedAll(): void {
    this.end();
    this.heedLeaving();
  }

  end(): void {
    this.close();
    this.prompts.set(this, 'over');
  }

  private async ask<T>(make: (typed: string) => ShownQuestion<T>): Promise<T> {
    this.heedLeaving();
    clearTimeout(this.timer);
    const { control, listen } = make(this.busy?.value ?? '');
    const listeners: vscode.Disposable[] = [];
    try {
      const answer = await new Promise<T>((accept, fail) => {
        listeners.push(
          this.onDidLeave(control, () => fail(new Cancelled())),
          ...listen(accept, fail),
        );
        control.show();
        // It has taken the place of what was open.
        this.close();
        this.prompts.set(this, 'open');
      });
      this.keepOpen(control);
      return answer;
    } catch (error) {
      this.keepOpen(control);
      throw error;
    } finally {
      for (const listener of listeners) {
        listener.dispose();
      }
    }
  }

  /** What comes next decides what becomes of a control; it is busy if that takes more than the turn of the loop. */
  private keepOpen(control: vscode.QuickInput): void {
    this.answered = control;
    this.prompts.set(this, 'coming');
    this.timer = setTimeout(() => this.showBusy(control.title ?? '', control));
  }

  private showBusy(title: string, place?: vscode.QuickInput): void {
    const busy = busyControl(title, place);
    busy.show();
    this.close();
    this.busy = busy;
    this.leaving = this.onDidLeave(busy, () => {
      this.left = true;
      this.end();
    });
    this.prompts.set(this, 'open');
  }

  private close(): void {
    clearTimeout(this.timer);
    const { answered, busy } = this;
    this.leaving?.dispose();
    this.answered = undefined;
    this.busy = undefined;
    answered?.dispose();
    busy?.dispose();
  }

  /** Calls back when the user closes a control. One that had to make room for another question is shown again. */
  private onDidLeave(control: vscode.QuickInput, left: () => void): vscode.Disposable {
    let displaced = false;
    const hidden = control.onDidHide(() => {
      displaced = this.prompts.isInterrupted;
      if (!displaced) {
        left();
      }
    });
    const changed = this.prompts.onDidChange(() => {
      if (displaced && !this.prompts.isInterrupted) {
        displaced = false;
        control.show();
      }
    });
    return {
      dispose: () => {
        hidden.dispose();
        changed.dispose();
      },
    };
  }

  private heedLeaving(): void {
    if (this.left) {
      throw new Cancelled();
    }
  }

  /** Something else asks, and the quick input may ask on after it. */
  private async aside<T>(ask: () => Promise<T>): Promise<T> {
    this.heedLeaving();
    this.close();
    this.prompts.set(this, 'open');
    try {
      return await ask();
    } finally {
      this.prompts.set(this, 'coming');
    }
  }

  /** What takes the focus for good. */
  private after<T>(act: () => Promise<T>): Promise<T> {
    this.end();
    return act();
  }
}
