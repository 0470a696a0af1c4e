import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { LabelingFileError } from '../../shared/file/labelingFileError';
import { named, visibleLines } from '../../shared/visible';
import { remedyOf } from '../stores/errorTexts';

/** A file that could not be opened. */
export interface Failure {
  /** For the links: VS Code decodes what they hold, twice, which a URI would not survive. */
  readonly id: string;
  readonly uri: vscode.Uri;
  /** Of the file, without its folders. */
  readonly name: string;
  readonly error: Error;
}

/** Opens the file of a failed document again. Takes the document's id. */
export const reopenCommand = 'glueLabeling.editor.reopen';

/** Converts the file of a failed document from UTF-16, and opens it. Takes the document's id; without one, all there are. */
export const convertCommand = 'glueLabeling.editor.convertFromUtf16';

const commands = [
  reopenCommand,
  convertCommand,
  'glueLabeling.signIn',
  'glueLabeling.showPermissions',
  'glueLabeling.showLog',
];

/** Shows in a panel why a file could not be opened, and what can be done. Its buttons are links: it has no script. */
export function showFailure(panel: vscode.WebviewPanel, failure: Failure): void {
  panel.webview.options = { enableScripts: false, enableCommandUris: commands, localResourceRoots: [] };
  panel.webview.html = pageOf(failure.name, failure.error.message, linksOf(failure));
}

/** Whether a file was not opened for being UTF-16. */
export function isUtf16({ cause }: Error): boolean {
  return cause instanceof LabelingFileError && cause.reason === 'utf16';
}

interface Link {
  readonly title: string;
  readonly command: string;
  readonly argument: string;
}

/** The first is what is most likely of help. */
function linksOf({ id, uri, error }: Failure): readonly Link[] {
  if (isUtf16(error)) {
    return [
      { title: vscode.l10n.t('Convert to UTF-8…'), command: convertCommand, argument: id },
      { title: vscode.l10n.t('Try Again'), command: reopenCommand, argument: id },
    ];
  }
  const again: Link = { title: vscode.l10n.t('Try Again'), command: reopenCommand, argument: id };
  switch (remedyOf(error.cause)) {
    case 'signIn':
      return [{ title: vscode.l10n.t('Sign In'), command: 'glueLabeling.signIn', argument: uri.authority }, again];
    case 'showPermissions':
      return [
        { title: vscode.l10n.t('Show Permissions Needed'), command: 'glueLabeling.showPermissions', argument: '' },
        again,
      ];
    default:
      return [again, { title: vscode.l10n.t('Show Log'), command: 'glueLabeling.showLog', argument: '' }];
  }
}

function pageOf(name: string, text: string, links: readonly Link[]): string {
  const nonce = randomBytes(16).toString('base64');
  const heading = vscode.l10n.t('“{0}” was not opened', named(name));
  const anchors = links.map(({ title, command, argument }) => {
    const target = `command:${command}?${encodeURIComponent(JSON.stringify([argument]))}`;
    return `<a href="${escapeHtml(target)}">${escapeHtml(title)}</a>`;
  });
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
<style nonce="${nonce}">${style}</style>
<title>${escapeHtml(heading)}</title>
</head>
<body>
<main role="alert">
<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${errorSign}"/></svg>
<h1>${escapeHtml(heading)}</h1>
<p>${escapeHtml(visibleLines(text))}</p>
<nav>${anchors.join('')}</nav>
</main>
</body>
</html>`;
}

/** A cross in a circle, as VS Code draws errors. */
const errorSign =
  'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.1a5.9 5.9 0 1 1 0 11.8A5.9 5.9 0 0 1 8 2.1ZM5.9 5.1 8 7.2l2.1-2.1.8.8L8.8 8l2.1 2.1-.8.8L8 8.8l-2.1 2.1-.8-.8L7.2 8 5.1 5.9Z';

const style = `
body { display: grid; place-items: center; min-height: 90vh; margin: 0; }
main { display: grid; justify-items: center; gap: 12px; max-width: 44rem; padding: 1.5rem; line-height: 1.5; text-align: center; overflow-wrap: anywhere; }
svg { width: 40px; height: 40px; fill: var(--vscode-editorError-foreground, var(--vscode-errorForeground)); }
h1 { margin: 0; font-size: 1.4em; font-weight: 600; }
p { margin: 0; white-space: pre-line; }
nav { display: flex; flex-wrap: wrap; justify-content: center; gap: 8px; margin-top: 8px; }
a { padding: 4px 14px; border: 1px solid var(--vscode-button-border, transparent); border-radius: 4px; text-decoration: none; background: var(--vscode-button-secondaryBackground, transparent); color: var(--vscode-button-secondaryForeground, inherit); }
a:first-child { background: var(--vscode-button-background, transparent); color: var(--vscode-button-foreground, inherit); }
a:hover { background: var(--vscode-button-secondaryHoverBackground); }
a:first-child:hover { background: var(--vscode-button-hoverBackground); }
a:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
body.vscode-high-contrast a, body.vscode-high-contrast-light a { border-color: var(--vscode-contrastBorder, currentColor); }
`;

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
