import * as vscode from 'vscode';
import type { S3Service } from '../../../connection/services';
import { defuse } from '../../../shared/defuse';
import { LabelingFile } from '../../../shared/file/labelingFile';
import type { CommandContext } from '../command';

/**
 * Cells that a spreadsheet would run as formulas are exported as they are. Where there are such cells, says so and offers a copy in which
 * they are text; the export itself stays untouched.
 */
export async function offerSpreadsheetCopy(
  { ui, documents }: Pick<CommandContext, 'ui' | 'documents'>,
  s3: S3Service,
  bucket: string,
  key: string,
): Promise<void> {
  const { bytes } = await s3.get(bucket, key);
  const defused = defuse(LabelingFile.parse(bytes));
  if (defused.cells === 0) {
    return;
  }
  const copy = vscode.l10n.t('Open a Copy for Spreadsheets');
  const message =
    defused.cells === 1
      ? vscode.l10n.t(
          '1 cell of the export begins as formulas do (= + - @). It is kept as it is, and a spreadsheet would run it.',
        )
      : vscode.l10n.t(
          '{0} cells of the export begin as formulas do (= + - @). They are kept as they are, and a spreadsheet would run them.',
          defused.cells,
        );
  if ((await ui.tell('warning', message, copy)) === copy) {
    const name = key.slice(key.lastIndexOf('/') + 1);
    await documents.showText(name, new TextDecoder().decode(defused.bytes));
  }
}
