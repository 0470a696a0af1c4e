import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** What the page of a labeling editor is made of. */
export interface PageParts {
  readonly script: string;
  readonly styles: string;
}

/** Reads the built page. */
export async function readPageParts(media: vscode.Uri): Promise<PageParts> {
  const text = async (name: string): Promise<string> =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(media, name)));
  const [script, styles] = await Promise.all([text('labeling.js'), text('labeling.css')]);
  return { script, styles };
}

/** Has a webview load the page, which may load nothing from anywhere. */
export function showPage(webview: vscode.Webview, page: PageParts): void {
  webview.options = { enableScripts: true, localResourceRoots: [] };
  webview.html = editorHtml(page);
}

/**
 * The page of a labeling editor: a root element, its script and styles, no data. Script and styles are in the page,
 * under its nonce: each file that a webview asks for goes through a service worker and VS Code's window, which takes
 * longer than to draw the first rows.
 */
function editorHtml({ script, styles }: PageParts): string {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    // The icons in the styles.
    `img-src data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<style nonce="${nonce}">${styles}</style>
<title>${vscode.l10n.t('Labeling Sets')}</title>
</head>
<body>
<div id="root"></div>
<script nonce="${nonce}">${script}</script>
</body>
</html>`;
}
