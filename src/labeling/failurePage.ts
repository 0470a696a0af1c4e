import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { FailedDocument } from './failedDocument';
import { remedyOf } from './storeErrorText';

/** Opens the file of a failed document again. Takes the document's id. */
export const reopenCommand = 'glueLabeling.editor.reopen';

const commands = [reopenCommand, 'glueLabeling.signIn', 'glueLabeling.showPermissions', 'glueLabeling.showLog'];

/** Shows in a panel why a file could not be opened, and what can be done. Its buttons are links: it has no script. */
export function showFailure(panel: vscode.WebviewPanel, document: FailedDocument): void {
  panel.webview.options = { enableScripts: false, enableCommandUris: commands, localResourceRoots: [] };
  panel.webview.html = pageOf(document.error.message, linksOf(document));
}

interface Link {
  readonly title: string;
  readonly command: string;
  readonly argument: string;
}

function linksOf({ id, uri, error }: FailedDocument): readonly Link[] {
  const links: Link[] = [{ title: vscode.l10n.t('Try Again'), command: reopenCommand, argument: id }];
  switch (remedyOf(error.cause)) {
    case 'signIn':
      links.unshift({ title: vscode.l10n.t('Sign In'), command: 'glueLabeling.signIn', argument: uri.authority });
      break;
    case 'showPermissions':
      links.push({
        title: vscode.l10n.t('Show Permissions Needed'),
        command: 'glueLabeling.showPermissions',
        argument: '',
      });
      break;
    case 'showLog':
      links.push({ title: vscode.l10n.t('Show Log'), command: 'glueLabeling.showLog', argument: '' });
      break;
    default:
  }
  return links;
}

function pageOf(text: string, links: readonly Link[]): string {
  const nonce = randomBytes(16).toString('base64');
  const anchors = links.map(({ title, command, argument }) => {
    const target = `command:${command}?${encodeURIComponent(JSON.stringify([argument]))}`;
    return `<a href="${escapeHtml(target)}">${escapeHtml(title)}</a>`;
  });
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
<style nonce="${nonce}">
main { max-width: 44rem; margin: 4rem auto; padding: 0 1.5rem; line-height: 1.5; overflow-wrap: anywhere; }
nav { display: flex; flex-wrap: wrap; gap: 1.5rem; }
</style>
<title>${escapeHtml(vscode.l10n.t('Not opened'))}</title>
</head>
<body>
<main role="alert"><p>${escapeHtml(text)}</p><nav>${anchors.join('')}</nav></main>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
