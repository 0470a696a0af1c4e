import * as vscode from 'vscode';

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
  async showMarkdown(title: string, markdown: string): Promise<void> {
    // Each time a document of its own, so that two results stand side by side.
    const uri = vscode.Uri.from({ scheme, path: `/${++this.count}/${title.replaceAll('/', ' ')}.md` });
    this.texts.set(uri.toString(), markdown);
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }

  dispose(): void {
    this.registrations.dispose();
    this.texts.clear();
  }
}
