import { TextDecoder } from 'node:util';
import * as vscode from 'vscode';
import { askModal, notify } from '../../door/messages';
import { utf16Of } from '../../shared/file/dialect';
import { encodeUtf8 } from '../../shared/file/encoding';
import { LabelingFile } from '../../shared/file/labelingFile';
import { openErrorText, saveErrorText } from '../stores/errorTexts';
import type { FileStore } from '../stores/fileStore';

/** As many lines of a file as a question shows, and of each so much. */
const mostLines = 6;
const longestLine = 80;

/**
 * Shows how a file in UTF-16 reads, and writes it in UTF-8 if the user agrees; no character becomes another.
 * @returns whether the file is UTF-8 now
 */
export async function convertFromUtf16(store: FileStore, name: string): Promise<boolean> {
  const stored = await store.read();
  const encoding = utf16Of(stored.bytes);
  if (encoding === undefined) {
    return true;
  }
  const text = decoded(stored.bytes, encoding);
  if (text === undefined) {
    void notify(
      'error',
      vscode.l10n.t(
        '“{0}” is not UTF-16 throughout: it holds half a character. Save it as UTF-8 where it was made.',
        name,
      ),
    );
    return false;
  }
  const bytes = encodeUtf8(text);
  try {
    LabelingFile.parse(bytes);
  } catch (error) {
    void notify('error', openErrorText(error, name));
    return false;
  }
  const agree = vscode.l10n.t('Convert');
  const choice = await askModal({
    message: vscode.l10n.t('Convert “{0}” from UTF-16 to UTF-8?', name),
    detail: [
      ...text.split(/\r\n|\r|\n/, mostLines).map((line) => line.slice(0, longestLine)),
      '',
      vscode.l10n.t('No label and no value changes. The file is written at once; Undo does not reverse it.'),
    ].join('\n'),
    actions: [agree],
  });
  if (choice !== agree) {
    return false;
  }
  try {
    await store.write(bytes, stored.version);
  } catch (error) {
    void notify('error', saveErrorText(error, name));
    return false;
  }
  return true;
}

/** The text without its byte order mark, or undefined for what is no text. */
function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
