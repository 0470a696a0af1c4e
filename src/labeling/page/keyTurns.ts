import * as vscode from 'vscode';

/** What the rest of the extension asks the user. */
export interface QuestionSource {
  /** Whether a question is about to open. */
  readonly isComing: boolean;
  /** Whether a question is on the screen. */
  readonly isOpen: boolean;
  /** What asks. */
  readonly asker: { typed(text: string): void; pageTookFocus(): void; takeFocus(): void } | undefined;
  onDidChange(listener: () => void): { dispose(): void };
}

/**
 * Knows when keys are a page's own. The focus is back in the page as soon as the palette or a menu closes, and stays
 * there after a key of VS Code's, but the question of the command that was chosen opens only later: keys typed in between
 * are meant for it.
 */
export class KeyTurns {
  constructor(private readonly questions: QuestionSource) {}

  /** Whether a question is on the screen: a page that asks for its keys may have lost the focus to it since it asked. */
  get isQuestionOpen(): boolean {
    return this.questions.isOpen;
  }

  /**
   * Resolves when keys are the page's: at once, unless a command asks or is about to.
   * @param byHand the user gave the focus to the page, past any open question
   */
  async free(byHand: boolean): Promise<void> {
    const { questions } = this;
    questions.asker?.pageTookFocus();
    if (questions.isOpen && !byHand) {
      // The page was told late to take the focus, and has taken it from the question.
      questions.asker?.takeFocus();
    }
    await this.allBegun();
    await this.until(() => !this.questions.isComing && (byHand || !this.questions.isOpen));
  }

  /** A page has lost the focus, to a question if there is one: what was typed in it goes there. */
  left(typed: string): void {
    this.questions.asker?.typed(typed);
  }

  /**
   * Takes text that was typed while VS Code had given the focus to the page's frame, but not yet to the page, as it does
   * when the palette or a menu closes. It is a question's if what was chosen there asks one; the page's it never is, for
   * nobody has seen the page have the focus.
   */
  async typedBeside(text: string): Promise<void> {
    let isTaken = false;
    const offer = () => {
      const { asker } = this.questions;
      if (!isTaken && asker !== undefined) {
        isTaken = true;
        asker.typed(text);
      }
    };
    offer();
    const subscription = this.questions.onDidChange(offer);
    await this.allBegun();
    subscription.dispose();
  }

  /**
   * To VS Code's window and back, twice, for it may activate before it runs: what was begun there before has begun here by
   * then.
   */
  private async allBegun(): Promise<void> {
    await this.journey();
    await this.journey();
  }

  private async until(reached: () => boolean): Promise<void> {
    if (reached()) {
      return;
    }
    await new Promise<void>((resolve) => {
      const subscription = this.questions.onDidChange(() => {
        if (reached()) {
          subscription.dispose();
          resolve();
        }
      });
    });
  }

  private async journey(): Promise<void> {
    await vscode.commands.executeCommand('setContext', 'glueLabeling.keysAsked', true);
  }
}
