import * as vscode from 'vscode';
import { askText } from '../../door/inputs';

/** Asks for the code of an MFA device. Rejects with CancellationError when none is given. The code is kept nowhere. */
export async function askMfaCode(serial: string, profile: string): Promise<string> {
  const code = await askText({
    title: vscode.l10n.t('AWS profile “{0}”', profile),
    prompt: vscode.l10n.t('Code of the MFA device “{0}”', serial),
    placeholder: '123456',
    validate: (text) => (/^\d{6}$/.test(text.trim()) ? undefined : vscode.l10n.t('A code has six digits.')),
  });
  if (code === undefined) {
    throw new vscode.CancellationError();
  }
  return code.trim();
}
