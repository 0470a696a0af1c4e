import * as vscode from 'vscode';
import { pickOne } from '../../door/inputs';
import { askModal, notify } from '../../door/messages';
import { type Repair, repair } from '../../shared/checks/repair';
import { LabelingFile } from '../../shared/file/labelingFile';
import { type ForeignEncoding, windows1252 } from '../../shared/foreignText';
import { foreignEncodings } from './encodings';
import { cellPreview } from './repairPreview';
import type { LabelingSession } from './session';

/** Shows what a repair of the file would change, and does it if the user agrees. It is an edit: undone as any other. */
export async function repairFile(session: LabelingSession): Promise<void> {
  if (session.refusal !== undefined) {
    void notify('error', session.refusal);
    return;
  }
  for (let foreign: ForeignEncoding | undefined = windows1252; foreign !== undefined; ) {
    const { file } = session.document;
    const found = repair(file, vscode.l10n.t, foreign);
    if (found === undefined) {
      void notify('info', vscode.l10n.t('“{0}” needs no repair.', session.name));
      return;
    }
    const choice = 'unreadable' in found ? 'encoding' : await confirm(session.name, found);
    // What was shown is what is done: labels set meanwhile are kept, other bytes of the file would have to be shown anew.
    if (choice === 'repair' && 'bytes' in found && session.document.file === file) {
      const form = LabelingFile.parse(found.bytes);
      session.publish(session.document.reform(form, vscode.l10n.t('repair the file'), foreign));
    }
    foreign = choice === 'encoding' ? await pickEncoding(file, foreign) : undefined;
  }
}

async function confirm(name: string, { changes, cells }: Repair): Promise<'repair' | 'encoding' | undefined> {
  const agree = vscode.l10n.t('Repair');
  const other = vscode.l10n.t('Other Encoding…');
  const choice = await askModal({
    message: vscode.l10n.t('Repair “{0}”?', name),
    detail: [
      ...changes,
      ...cellPreview(cells),
      cells.length === 0
        ? vscode.l10n.t('No label and no value changes.')
        : vscode.l10n.t('All other values stay as they are, byte for byte.'),
      vscode.l10n.t('The file is written when you save; Undo reverses it.'),
    ].join('\n'),
    actions: [agree, ...(cells.length > 0 ? [other] : [])],
  });
  return choice === agree ? 'repair' : choice === other ? 'encoding' : undefined;
}

/** Lets the user say what the text is in; each encoding shows how the first such cell reads in it. */
async function pickEncoding(file: LabelingFile, now: ForeignEncoding): Promise<ForeignEncoding | undefined> {
  const choices = foreignEncodings().flatMap((value) => {
    const found = repair(file, vscode.l10n.t, value);
    return found && 'bytes' in found
      ? [{ label: value.name, description: cellPreview(found.cells, 1)[0] ?? '', value }]
      : [];
  });
  return pickOne(
    choices.sort((a, b) => Number(b.value.label === now.label) - Number(a.value.label === now.label)),
    vscode.l10n.t('Encoding of the text that is not UTF-8 (only those that fit are listed)'),
  );
}
