import * as vscode from 'vscode';
import { readProfiles } from '../../connection/profiles';
import { answered, type CommandContext } from './command';

/** Switch Connection…: Local, or an AWS profile and a region. */
export async function connect({ connections }: Pick<CommandContext, 'connections'>): Promise<void> {
  const title = vscode.l10n.t('Switch Connection');
  const profiles = await readProfiles(process.env);
  const items = [
    { label: vscode.l10n.t('Local'), profile: undefined, local: true },
    ...profiles.map((profile) => ({ label: profile.name, description: profile.region, profile, local: false })),
  ];
  const chosen = answered(await vscode.window.showQuickPick(items, { title }));
  if (chosen.local) {
    await connections.use({ kind: 'local' });
    return;
  }
  const region = answered(await vscode.window.showInputBox({ title, value: chosen.profile?.region ?? 'us-east-1' }));
  await connections.use({ kind: 'aws', profile: chosen.profile?.name, region });
}
