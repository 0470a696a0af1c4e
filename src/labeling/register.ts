import * as vscode from 'vscode';
import { registerCommand } from '../door/commands';
import { tellingErrors } from '../door/errors';
import { contributedNames, type Manifest } from '../shared/ids';
import type { EditorAction } from '../shared/protocol';
import type { Labeling } from './bundle';
import type { OpenedDocument } from './editor/provider';
import type { LabelingSession } from './editor/session';

const scheme = 'glue-s3';
const viewType = 'glueLabeling.labelingSet';

const prefix = 'glueLabeling.editor.';

/** The labeling editor before anyone has asked for it: makes it on first use and passes its events on. */
class Lazy implements vscode.Disposable {
  private readonly edited = new vscode.EventEmitter<vscode.CustomDocumentEditEvent<LabelingSession>>();
  private readonly filesChanged = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  private readonly subscriptions: vscode.Disposable[] = [this.edited, this.filesChanged];
  private made: Labeling | undefined;

  readonly onDidChangeCustomDocument = this.edited.event;
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
        this.made.editors.onDidChangeCustomDocument((event) => this.edited.fire(event)),
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
export type LabelingPart = vscode.Disposable & Pick<Labeling, 'decisionsBeside'>;

/** Registers the file system of S3 objects, the labeling editor and its commands; `make` is called on first use. */
export function registerLabeling(manifest: Manifest, make: () => Labeling): LabelingPart {
  const lazy = new Lazy(make);
  const registered = vscode.Disposable.from(
    lazy,
    vscode.workspace.registerFileSystemProvider(scheme, lazyFileSystem(lazy), { isCaseSensitive: true }),
    vscode.window.registerCustomEditorProvider(viewType, lazyProvider(lazy), {
      supportsMultipleEditorsPerDocument: true,
    }),
    // Not contributed: for whoever looks for lost labels, the host tests first.
    registerCommand(`${prefix}backupFolder`, () => lazy.labeling.backupFolder),
    ...contributedNames(manifest, true).map((name) =>
      registerCommand(prefix + name, (argument: unknown) =>
        name === 'repair' ? lazy.labeling.repair(argument) : lazy.labeling.act(name as EditorAction, argument),
      ),
    ),
  );
  return {
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

function lazyProvider(lazy: Lazy): vscode.CustomEditorProvider<OpenedDocument> {
  const provider = () => lazy.labeling.editors;
  return {
    onDidChangeCustomDocument: lazy.onDidChangeCustomDocument,
    openCustomDocument: (uri, context) => tellingErrors(provider().openCustomDocument(uri, context)),
    resolveCustomEditor: (document, panel) => tellingErrors(provider().resolveCustomEditor(document, panel)),
    saveCustomDocument: (document) => tellingErrors(provider().saveCustomDocument(document)),
    saveCustomDocumentAs: (document, destination) =>
      tellingErrors(provider().saveCustomDocumentAs(document, destination)),
    revertCustomDocument: (document) => tellingErrors(provider().revertCustomDocument(document)),
    backupCustomDocument: (document) => tellingErrors(provider().backupCustomDocument(document)),
  };
}
