import * as vscode from 'vscode';
import type { Markdown } from '../../shared/markdown';
import { named } from '../../shared/visible';

const scheme = 'glue-text';

/** Texts made by the extension that are to be read, not edited. Each is kept while its document is open. */
export class ReadOnlyDocuments implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly registrations: vscode.Disposable;
  private count = 0;

  constructor() {
    this.registrations = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: (uri) => this.texts.get(uri.toString()) ?? '',
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
    );
  }

  /** Opens Markdown as VS Code's preview shows it. */
  async showMarkdown(title: string, { source }: Markdown): Promise<void> {
    await vscode.commands.executeCommand('markdown.showPreview', this.keep(`${title}.md`, source));
  }

  /** Opens a text in an editor that does not ask to be saved. The extension of the name says what language it is in. */
  async showText(name: string, text: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.keep(name, text));
    await vscode.window.showTextDocument(document, { preview: false });
  }

  /** Each time a document of its own, so that two results stand side by side. */
  private keep(name: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, path: `/${++this.count}/${named(name).replaceAll('/', ' ')}` });
    this.texts.set(uri.toString(), text);
    return uri;
  }

  dispose(): void {
    this.registrations.dispose();
    this.texts.clear();
  }
}
