import * as vscode from 'vscode';
import { askModal } from '../../door/messages';
import { type LabelingFileError, labelingFileErrorText } from '../../shared/file/labelingFileError';
import type { ConflictRow, FromWebview, ToWebview } from '../../shared/protocol';
import type { Adoption, AppliedEdit } from '../document/types';
import type { SavingQuestions } from './saving';

/** How a document reaches its user. */
export interface Audience {
  readonly name: string;
  readonly isShown: boolean;
  post(message: ToWebview): void;
  publish(edit: AppliedEdit): void;
  adopted(adoption: Adoption): void;
}

/** Asks the user what saving can't decide: in the editor where one is visible, else in a dialog. */
export class Questions implements SavingQuestions, vscode.Disposable {
  private pending:
    | { readonly rows: readonly ConflictRow[]; answer(choices: ReadonlyMap<number, string> | undefined): void }
    | undefined;

  constructor(private readonly audience: Audience) {}

  /** What a webview that has just been opened must be asked too. */
  get open(): ToWebview | undefined {
    return this.pending && { type: 'conflict', rows: this.pending.rows };
  }

  /** An answer from a webview. */
  receive(message: Extract<FromWebview, { type: 'resolveConflict' | 'cancelConflict' }>): void {
    const { pending } = this;
    if (pending === undefined) {
      return;
    }
    this.pending = undefined;
    pending.answer(message.type === 'cancelConflict' ? undefined : new Map(message.choices));
    // Other panels of the document close their view too.
    this.audience.post({ type: 'conflict', rows: [] });
  }

  async decide(rows: readonly ConflictRow[]): Promise<ReadonlyMap<number, string> | undefined> {
    if (!this.audience.isShown) {
      return this.decideInDialog(rows);
    }
    return new Promise((answer) => {
      this.pending = { rows, answer };
      this.audience.post({ type: 'conflict', rows });
    });
  }

  async recreate(): Promise<boolean> {
    const again = vscode.l10n.t('Write Again');
    const choice = await askModal({
      message: vscode.l10n.t('“{0}” was deleted. Write it again with your labels?', this.audience.name),
      actions: [again],
    });
    return choice === again;
  }

  async giveUp(labels: number): Promise<boolean> {
    const goOn = vscode.l10n.t('Continue Without Them');
    const choice = await askModal({
      message: vscode.l10n.t(
        'Someone else changed “{0}”, which now lacks {1} of the rows you labeled.',
        this.audience.name,
        labels,
      ),
      detail: vscode.l10n.t('To keep your labels, cancel and use Save As.'),
      actions: [goOn],
    });
    return choice === goOn;
  }

  async replace(error: LabelingFileError): Promise<boolean> {
    const replace = vscode.l10n.t('Write My Version');
    const choice = await askModal({
      message: vscode.l10n.t('Someone else changed “{0}”, and it is no longer a labeling file.', this.audience.name),
      detail: [
        labelingFileErrorText(error, vscode.l10n.t),
        vscode.l10n.t('Your version would replace theirs. To keep both, cancel and use Save As.'),
      ].join('\n'),
      actions: [replace],
    });
    return choice === replace;
  }

  adopted(adoption: Adoption): void {
    this.audience.adopted(adoption);
  }

  decided(edit: AppliedEdit): void {
    this.audience.publish(edit);
  }

  decisionName(rows: number): string {
    return rows === 1 ? vscode.l10n.t('resolve 1 row') : vscode.l10n.t('resolve {0} rows', rows);
  }

  /** No panel is left that could answer. */
  abandon(): void {
    this.pending?.answer(undefined);
    this.pending = undefined;
  }

  dispose(): void {
    this.abandon();
  }

  private async decideInDialog(rows: readonly ConflictRow[]): Promise<ReadonlyMap<number, string> | undefined> {
    const mine = vscode.l10n.t('Keep Mine');
    const theirs = vscode.l10n.t('Take Theirs');
    const choice = await askModal({
      message:
        rows.length === 1
          ? vscode.l10n.t('“{0}”: someone else labeled 1 row differently in the meantime.', this.audience.name)
          : vscode.l10n.t(
              '“{0}”: someone else labeled {1} rows differently in the meantime.',
              this.audience.name,
              rows.length,
            ),
      detail: vscode.l10n.t('To decide row by row, cancel and open the labeling editor.'),
      actions: [mine, theirs],
    });
    if (choice === undefined) {
      return undefined;
    }
    return new Map(rows.map((row) => [row.row, choice === mine ? row.yours : row.theirs]));
  }
}
