import * as vscode from 'vscode';
import { askModal } from '../door/messages';
import type { OtherFileDecisions } from '../shared/checks/contradictions';
import type { LabelingFile } from '../shared/file/labelingFile';
import type { EditorAction, TransformInfo } from '../shared/protocol';
import { deleteNotesOf } from './editor/deletions';
import { ExternalChanges } from './editor/externalChanges';
import { Renames } from './editor/renames';
import { repairFile } from './editor/repairCommand';
import { LabelingSessions } from './editor/sessions';
import { KeyTurns, type QuestionSource } from './page/keyTurns';
import type { LoopSource } from './page/loopPlace';
import { ViewSettingsStore } from './page/viewSettings';
import { LabelingDiagnostics } from './problems/diagnostics';
import { decisionsOf, sessionsBeside } from './problems/otherFiles';
import { S3FileSystem } from './s3/fileSystem';
import { LargeObjects } from './s3/largeObjects';
import type { ConfirmLarge } from './s3/objectFile';
import { type ConnectionSource, S3Objects } from './s3/objects';

/** What the labeling editor needs from the rest of the extension. */
export interface LabelingDependencies {
  readonly connections: ConnectionSource & { onDidChange(listener: () => void): { dispose(): void } };
  readonly log: vscode.LogOutputChannel;
  /** What the other commands ask: keys typed meanwhile are no labels. */
  readonly questions: QuestionSource;
  /** Where files are in the loop of generating, labeling, importing and estimating. */
  readonly loop: LoopSource;
  /** The transform a labeling file belongs to, as far as it is known. */
  readonly transformOf: (uri: vscode.Uri) => Promise<TransformInfo | undefined>;
  /** Save and Import was asked for, and the file is saved. */
  readonly onImportRequested: (uri: vscode.Uri) => void;
}

/** The parts that VS Code calls. */
export interface Labeling extends vscode.Disposable {
  readonly fileSystem: S3FileSystem;
  readonly sessions: LabelingSessions;
  /** Where unsaved labels are kept. */
  readonly backupFolder: string;
  /** Hands an action to the webview in front. */
  act(action: EditorAction, context: unknown): void;
  /** What the open files but that at `uri` decide about the table that `file` is of. */
  decisionsBeside(uri: vscode.Uri, file: LabelingFile): readonly OtherFileDecisions[];
  /** The user has deleted files. */
  filesDeleted(event: vscode.FileDeleteEvent): Promise<void>;
  /** Repairs an open file, or the one in front. */
  repair(file: unknown): Promise<void>;
}

/** Makes the file system of S3 objects and the labeling editor. Makes no request. */
export function createLabeling(context: vscode.ExtensionContext, dependencies: LabelingDependencies): Labeling {
  // Of this workspace where there is one: two windows must not share the backup of one document.
  const backups = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'unsavedLabels');
  const objects = new S3Objects(dependencies.connections);
  const large = new LargeObjects(context.workspaceState);
  const confirmLarge: ConfirmLarge = (uri, size) => large.confirm(uri, size);
  const fileSystem = new S3FileSystem(objects, confirmLarge, confirmOverwrite);
  const sessions = new LabelingSessions({
    objects,
    confirmLarge,
    settings: new ViewSettingsStore(context.globalState),
    media: vscode.Uri.joinPath(context.extensionUri, 'dist', 'media'),
    backups,
    log: dependencies.log,
    keys: new KeyTurns(dependencies.questions),
    loop: dependencies.loop,
    onImportRequested: dependencies.onImportRequested,
  });
  const diagnostics = new LabelingDiagnostics(sessions);
  const opened = sessions.onDidOpen(async (session) => {
    try {
      const transform = await dependencies.transformOf(session.uri);
      if (transform !== undefined) {
        session.setTransform(transform);
        diagnostics.of(session)?.setSchema(transform);
      }
    } catch (error) {
      // The file can be labeled without it; only the checks against its table are left out.
      const reason = error instanceof Error ? error.message : String(error);
      dependencies.log.warn(`The transform of ${session.uri.path} is not known: ${reason}`);
    }
  });
  const externalChanges = new ExternalChanges(sessions, objects);
  const renewed = dependencies.connections.onDidChange(() => void sessions.connectionsRenewed());
  const renames = new Renames(sessions);
  return {
    fileSystem,
    sessions,
    backupFolder: backups.fsPath,
    act: (action, argument) => {
      void sessions.active?.activePanel?.webview.postMessage({
        type: 'action',
        action,
        context: plain(argument),
      });
    },
    decisionsBeside: (uri, file) => sessionsBeside({ uri, file }, sessions.all).map(decisionsOf),
    filesDeleted: ({ files }) => deleteNotesOf(files, dependencies.log),
    async repair(file) {
      const session = diagnostics.sessionOf(file) ?? sessions.active;
      if (session !== undefined) {
        await repairFile(session);
      }
    },
    dispose: () =>
      vscode.Disposable.from(
        opened,
        renewed,
        diagnostics,
        externalChanges,
        renames,
        objects,
        fileSystem,
        sessions,
      ).dispose(),
  };
}

/** What `data-vscode-context` held, if the command came from a menu of the webview. */
function plain(context: unknown): Readonly<Record<string, string | number>> | undefined {
  if (typeof context !== 'object' || context === null) {
    return undefined;
  }
  const entries = Object.entries(context).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
  return Object.fromEntries(entries);
}

async function confirmOverwrite(name: string): Promise<boolean> {
  const overwrite = vscode.l10n.t('Overwrite');
  const choice = await askModal({
    message: vscode.l10n.t('Someone else changed “{0}” after you opened it. Overwrite their version with yours?', name),
    actions: [overwrite],
  });
  return choice === overwrite;
}
