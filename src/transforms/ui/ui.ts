import type { Uri } from 'vscode';

/** The user left a question unanswered. Ends a command without a word. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** The user pressed the back button of a question of several. */
export class Back extends Error {
  override readonly name = 'Back';
}

// By name: each lazily loaded bundle has its own copy of the classes.

/** Whether the user left a question unanswered. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && error.name === 'Cancelled';
}

/** Whether the user pressed the back button. */
export function isBack(error: unknown): boolean {
  return error instanceof Error && error.name === 'Back';
}

export interface Choice<T> {
  readonly label: string;
  readonly value: T;
  readonly description?: string;
  readonly detail?: string;
  readonly icon?: string;
  /** Shown, with the reason in `detail`, but can't be chosen. */
  readonly refused?: boolean;
  /** Is the current one. */
  readonly current?: boolean;
  /** A heading above it. */
  readonly heading?: string;
}

/** Place in a series of questions. */
export interface Place {
  readonly step: number;
  readonly total: number;
  /** There is none to go back to. */
  readonly isFirst: boolean;
}

export interface Question {
  readonly title: string;
  readonly place?: Place;
}

export interface PickQuestion<T> extends Question {
  readonly placeholder?: string;
  readonly choices: readonly Choice<T>[] | Promise<readonly Choice<T>[]>;
}

export interface InputQuestion extends Question {
  readonly prompt: string;
  readonly value?: string;
  readonly placeholder?: string;
  /** @returns what is wrong with it, or undefined. */
  readonly validate?: (text: string) => string | undefined;
}

/** Every question a command asks and everything it tells, so that tests can answer without a person. */
export interface Ui {
  /**
   * Says that a question is to follow as soon as the service has answered. From now on keys are kept from the labeling
   * editor, and a quick input opens, busy, where the answer takes its time.
   */
  willAsk(title: string): void;
  /** Says that nothing more is asked: the quick input closes. @throws Cancelled if the user closed it while it was busy */
  askedAll(): void;
  /** @throws Cancelled or Back */
  pick<T>(question: PickQuestion<T>): Promise<T>;
  /** @throws Cancelled or Back */
  input(question: InputQuestion): Promise<string>;
  /** A modal question with one way to go on. @throws Cancelled */
  confirm(question: { readonly message: string; readonly detail?: string; readonly action: string }): Promise<void>;
  /** A modal question with several ways to go on, the first of which Enter takes. @throws Cancelled */
  choose(question: {
    readonly message: string;
    readonly detail?: string;
    readonly actions: readonly string[];
  }): Promise<string>;
  /** Asks for one file: of the machine, or of the file system of the folder where to begin. @throws Cancelled */
  openFile(question: {
    readonly title: string;
    readonly action: string;
    readonly filters: Record<string, string[]>;
    readonly at?: Uri;
  }): Promise<Uri>;
  /** One notification. Resolves to the button pressed, once it is closed; do not await it before other work. */
  tell(severity: 'info' | 'warning' | 'error', message: string, ...buttons: string[]): Promise<string | undefined>;
  /** Shows that something goes on, with a way to cancel it. */
  progress<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  openUrl(url: string): Promise<void>;
  copy(text: string): Promise<void>;
  execute(command: string, ...args: unknown[]): Promise<unknown>;
}

/** The questions of one command, in one quick input that stays open between them. */
export interface Conversation extends Ui {
  /** Closes what is still open. */
  end(): void;
}
