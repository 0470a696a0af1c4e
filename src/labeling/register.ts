import * as vscode from 'vscode';
import { registerCommand } from '../door/commands';
import { tellingErrors, tellingErrorsOf } from '../door/errors';
import { contributedNames, labelingViewType, type Manifest, objectScheme } from '../shared/ids';
import type { EditorAction } from '../shared/protocol';
import type { Labeling } from './bundle';
import type { OpenedDocument } from './editor/openedDocument';

const prefix = 'glueLabeling.editor.';

/** The labeling editor before anyone has asked for it: makes it on first use and passes its events on. */
class Lazy implements vscode.Disposable {
  private readonly edited = new vscode.EventEmitter<vscode.CustomDocumentEditEvent<OpenedDocument>>();
  private readonly saved = new vscode.EventEmitter<vscode.Uri>();
  private readonly filesChanged = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  private readonly subscriptions: vscode.Disposable[] = [this.edited, this.saved, this.filesChanged];
  private made: Labeling | undefined;

  readonly onDidEdit = this.edited.event;
  readonly onDidSave = this.saved.event;
  readonly onDidChangeFile = this.filesChanged.event;

  constructor(private readonly make: () => Labeling) {}

  /** Undefined as long as nobody has asked for it. */
  get present(): Labeling | undefined {
    return this.made;
  }

  get labeling(): Labeling {
    if (this.made === undefined) {
      this.made = this.make();
      this.subscriptions.push(
        this.made.sessions.onDidEdit((event) => this.edited.fire(event)),
        this.made.sessions.onDidSave((uri) => this.saved.fire(uri)),
        this.made.fileSystem.onDidChangeFile((events) => this.filesChanged.fire(events)),
        this.made,
      );
    }
    return this.made;
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}

/** What the rest of the extension asks of this part. */
export interface LabelingPart extends vscode.Disposable, Pick<Labeling, 'decisionsBeside'> {
  /** Fires when labels were stored in a file. */
  readonly onDidSave: vscode.Event<vscode.Uri>;
}

/** Registers the file system of S3 objects, the labeling editor and its commands; `make` is called on first use. */
export function registerLabeling(manifest: Manifest, make: () => Labeling): LabelingPart {
  const lazy = new Lazy(make);
  const registered = vscode.Disposable.from(
    lazy,
    vscode.workspace.registerFileSystemProvider(objectScheme, lazyFileSystem(lazy), { isCaseSensitive: true }),
    vscode.window.registerCustomEditorProvider(labelingViewType, editorProvider(lazy), {
      supportsMultipleEditorsPerDocument: true,
    }),
    vscode.workspace.onDidDeleteFiles((event) => lazy.labeling.filesDeleted(event)),
    // Not contributed: for whoever looks for lost labels, the host tests first.
    registerCommand(`${prefix}backupFolder`, () => lazy.labeling.backupFolder),
    ...contributedNames(manifest, true).map((name) =>
      registerCommand(prefix + name, (argument: unknown) =>
        name === 'repair' ? lazy.labeling.repair(argument) : lazy.labeling.act(name as EditorAction, argument),
      ),
    ),
  );
  return {
    onDidSave: lazy.onDidSave,
    decisionsBeside: (uri, file) => lazy.present?.decisionsBeside(uri, file) ?? [],
    dispose: () => registered.dispose(),
  };
}

function lazyFileSystem(lazy: Lazy): vscode.FileSystemProvider {
  const files = () => lazy.labeling.fileSystem;
  return {
    onDidChangeFile: lazy.onDidChangeFile,
    watch: () => files().watch(),
    stat: (uri) => files().stat(uri),
    readDirectory: (uri) => files().readDirectory(uri),
    createDirectory: () => files().createDirectory(),
    readFile: (uri) => files().readFile(uri),
    writeFile: (uri, content, options) => files().writeFile(uri, content, options),
    delete: (uri, options) => files().delete(uri, options),
    rename: (from, to, options) => files().rename(from, to, options),
    copy: (from, to, options) => files().copy(from, to, options),
  };
}

/** The one custom editor provider: sessions opens a document, and that does the rest. */
function editorProvider(lazy: Lazy): vscode.CustomEditorProvider<OpenedDocument> {
  return {
    onDidChangeCustomDocument: lazy.onDidEdit,
    openCustomDocument: (uri, { backupId }) => tellingErrors(lazy.labeling.sessions.open(uri, backupId)),
    resolveCustomEditor: (document, panel) => tellingErrors(document.show(panel)),
    saveCustomDocument: (document) => tellingErrorsOf(document.uri, document.save()),
    saveCustomDocumentAs: (document, destination) => tellingErrorsOf(document.uri, document.saveAs(destination)),
    revertCustomDocument: (document) => tellingErrorsOf(document.uri, document.revert()),
    backupCustomDocument: (document) => tellingErrors(document.backUp()),
  };
}
