import * as vscode from 'vscode';
import { objectScheme } from '../../shared/ids';
import type { S3Objects } from '../s3/objects';
import type { LabelingSession } from './session';
import type { LabelingSessions } from './sessions';

/**
 * Notices that others changed a stored file: on disk by a watcher, in S3 when the window or the editor gets the focus
 * and when a text editor of this window wrote or read another version. S3 itself tells nobody.
 */
export class ExternalChanges implements vscode.Disposable {
  private readonly watchers = new Map<LabelingSession, vscode.Disposable>();
  private readonly subscriptions: { dispose(): void }[];

  constructor(sessions: LabelingSessions, objects: S3Objects) {
    this.subscriptions = [
      sessions.onDidOpen((session) => this.watch(session)),
      sessions.onDidClose((session) => this.unwatch(session)),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) {
          void sessions.active?.check();
        }
      }),
      objects.onDidChange(({ uri, kind }) => {
        for (const session of sessions.all) {
          const concerned = session.uri.authority === uri.authority && session.uri.path === uri.path;
          // Our own writes and looks are told here too; only another version is news.
          if (concerned && (kind === 'deleted' || objects.knownHead(uri)?.etag !== session.document.known.version)) {
            void session.check();
          }
        }
      }),
    ];
  }

  dispose(): void {
    for (const session of [...this.watchers.keys()]) {
      this.unwatch(session);
    }
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private watch(session: LabelingSession): void {
    if (session.uri.scheme === objectScheme) {
      return;
    }
    const folder = vscode.Uri.joinPath(session.uri, '..');
    const name = session.uri.path.slice(session.uri.path.lastIndexOf('/') + 1);
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, escapeGlob(name)));
    const check = () => void session.check();
    this.watchers.set(
      session,
      vscode.Disposable.from(
        watcher,
        watcher.onDidChange(check),
        watcher.onDidCreate(check),
        watcher.onDidDelete(check),
      ),
    );
  }

  private unwatch(session: LabelingSession): void {
    this.watchers.get(session)?.dispose();
    this.watchers.delete(session);
  }
}

/** A file's name may hold what a pattern takes for a sign. */
function escapeGlob(name: string): string {
  return name.replace(/[[\]{}*?]/g, (sign) => `[${sign}]`);
}
