import { l10n } from 'vscode';
import type { Remedy } from '../../connection/awsErrors';
import { commandIds } from './ids';

/** The button that does what an error's explanation advises. */
export function remedyButton(
  remedy: Remedy | undefined,
): { readonly title: string; readonly command: string } | undefined {
  switch (remedy) {
    case 'switchConnection':
      return { title: l10n.t('Switch Connection…'), command: commandIds.connect };
    case 'signIn':
      return { title: l10n.t('Sign In'), command: commandIds.signIn };
    case 'showPermissions':
      return { title: l10n.t('Show Permissions Needed'), command: commandIds.showPermissions };
    case 'retry':
      return { title: l10n.t('Refresh'), command: commandIds.refresh };
    case 'showLog':
      return { title: l10n.t('Show Log'), command: commandIds.showLog };
    default:
      return undefined;
  }
}
