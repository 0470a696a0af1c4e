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

  /**
   * Resolves when keys are the page's: at once, unless a command asks or is about to.
   * @param byHand the user gave the focus to the page, past any open question
   */
  async free(byHand: boolean): Promise<void> {
    this.questions.asker?.pageTookFocus();
    if (this.questions.isOpen && !byHand) {
      // The page was told late to take the focus, and has taken it from the question.
      this.questions.asker?.takeFocus();
    }
    // To VS Code's window and back, twice, for it may activate before it runs: what was begun there before the page asked
    // has begun here by then.
    await this.journey();
    await this.journey();
    await this.until(() => !this.questions.isComing && (byHand || !this.questions.isOpen));
  }

  /** Hands what was typed in a page to the question that has taken its focus. */
  meantForQuestion(text: string): void {
    this.questions.asker?.typed(text);
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
