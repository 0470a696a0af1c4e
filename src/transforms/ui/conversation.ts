import type * as vscode from 'vscode';
import type { Asker, Prompts } from './prompts';
import { busyControl, inputControl, pickControl, type ShownInput, type ShownQuestion } from './quickInputs';
import { Cancelled, type Conversation, type Ui } from './ui';

/** A busy quick input is not worth showing for a shorter wait than this, in milliseconds. */
const patience = 150;

/** The parts of the Ui that take the focus from a quick input. */
export type Windows = Omit<Ui, 'willAsk' | 'askedAll' | 'pick' | 'input'>;

/** The questions of one command. Between two of them the quick input stays open, busy, and collects what is typed. */
export class QuickConversation implements Conversation, Asker {
  readonly pick: Ui['pick'] = (question) => this.ask((ahead) => pickControl(question, ahead));
  readonly input: Ui['input'] = (question) => this.ask((ahead) => inputControl(question, ahead));
  readonly confirm: Ui['confirm'] = (question) => this.aside(() => this.windows.confirm(question));
  readonly choose: Ui['choose'] = (question) => this.aside(() => this.windows.choose(question));
  readonly openFile: Ui['openFile'] = (question) => this.aside(() => this.windows.openFile(question));
  readonly tell: Ui['tell'] = (...message) => this.windows.tell(...message);
  readonly progress: Ui['progress'] = (title, work) => this.after(() => this.windows.progress(title, work));
  readonly openUrl: Ui['openUrl'] = (url) => this.after(() => this.windows.openUrl(url));
  readonly copy: Ui['copy'] = (text) => this.windows.copy(text);
  readonly execute: Ui['execute'] = (...command) => this.after(() => this.windows.execute(...command));

  /** What is open: a question, one that was answered and waits for what comes next, or a busy quick input. */
  private shown: ShownInput | undefined;
  /** What had to make room for it, until VS Code's window has told all that was typed there. */
  private readonly passed = new Set<ShownInput>();
  private leaving: vscode.Disposable | undefined;
  /** Opens what is open anew. Nothing else gives it the focus: VS Code's own command for that gives it to the list. */
  private open: (() => void) | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The user closed the quick input while it was busy. */
  private left = false;
  private isAside = false;
  /** What was typed in the labeling editor before anything was open. */
  private early = '';
  /** Where in what is open the text belongs that was typed in the labeling editor. */
  private place = 0;

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

  typed(text: string): void {
    // A dialog or somebody else's question is no place for it, and would come between it and the question it was meant for.
    if (this.isAside || this.prompts.isInterrupted) {
      return;
    }
    if (this.shown === undefined) {
      this.early += text;
    } else {
      this.shown.typed.insert(this.place, text);
      this.place += text.length;
    }
  }

  pageTookFocus(): void {
    this.place = this.ahead.length;
  }

  takeFocus(): void {
    this.open?.();
  }

  private get ahead(): string {
    return this.shown?.typed.ahead ?? this.early;
  }

  private async ask<T>(make: (ahead: string) => ShownQuestion<T>): Promise<T> {
    this.heedLeaving();
    clearTimeout(this.timer);
    let question: ShownQuestion<T> | undefined;
    const listeners: vscode.Disposable[] = [];
    const heedNothing = () => listeners.splice(0).forEach((listener) => void listener.dispose());
    try {
      return await new Promise<T>((accept, fail) => {
        this.open = () => {
          heedNothing();
          question = make(this.ahead);
          listeners.push(
            this.onDidLeave(question.control, () => fail(new Cancelled())),
            ...question.listen(accept, fail),
          );
          this.show(question);
        };
        this.open();
      });
    } finally {
      heedNothing();
      if (question !== undefined) {
        this.keepOpen(question);
      }
    }
  }

  /** Opens in the place of what is open, if anything is. */
  private show(next: ShownInput): void {
    const before = this.shown;
    this.shown = next;
    this.place = Math.min(this.place, this.ahead.length);
    this.early = '';
    this.leaving?.dispose();
    this.leaving = undefined;
    if (before !== undefined) {
      before.typed.handTo(next.typed);
      this.passed.add(before);
      // The last word of VS Code's window about it.
      before.control.onDidHide(() => this.dispose(before));
    }
    next.control.show();
    this.prompts.set(this, 'open');
  }

  /** What comes next decides what becomes of a control; it is busy if that takes more than the turn of the loop. */
  private keepOpen(question: ShownInput): void {
    this.open = undefined;
    question.typed.answered();
    this.place = 0;
    this.prompts.set(this, 'coming');
    this.timer = setTimeout(() => this.showBusy(question.control.title ?? '', question.control));
  }

  private showBusy(title: string, at?: vscode.QuickInput): void {
    this.open = () => {
      const busy = busyControl(title, this.ahead, at);
      this.show(busy);
      this.leaving = this.onDidLeave(busy.control, () => {
        this.left = true;
        this.end();
      });
    };
    this.open();
  }

  private close(): void {
    clearTimeout(this.timer);
    this.open = undefined;
    this.leaving?.dispose();
    this.leaving = undefined;
    const open = [...this.passed, ...(this.shown === undefined ? [] : [this.shown])];
    this.shown = undefined;
    for (const input of open) {
      this.dispose(input);
    }
  }

  private dispose(input: ShownInput): void {
    this.passed.delete(input);
    input.typed.dispose();
    input.control.dispose();
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
    this.isAside = true;
    this.prompts.set(this, 'open');
    try {
      return await ask();
    } finally {
      this.isAside = false;
      this.prompts.set(this, 'coming');
    }
  }

  /** What takes the focus for good. */
  private after<T>(act: () => Promise<T>): Promise<T> {
    this.end();
    return act();
  }
}
