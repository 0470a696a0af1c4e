import { type FSWatcher, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Disposable } from '../../shared/events';
import { awsFiles, type Environment } from './profiles';

/** Editors and the AWS CLI write files in several steps. */
const settle = 300;

/** Tells when the profiles' files, or the sign-ins that the AWS CLI keeps beside them, change. */
export class AwsFilesWatcher implements Disposable {
  private readonly watchers: FSWatcher[] = [];
  private timer: NodeJS.Timeout | undefined;
  private watching = false;

  constructor(
    private readonly env: Environment,
    private readonly changed: () => void,
  ) {}

  /** Starts to watch, once. A folder that is not there is not watched. */
  watch(): void {
    if (this.watching) {
      return;
    }
    this.watching = true;
    const { config, credentials } = awsFiles(this.env);
    const folder = dirname(config);
    const folders = new Set([
      folder,
      dirname(credentials),
      join(folder, 'sso', 'cache'),
      join(folder, 'login', 'cache'),
    ]);
    for (const path of folders) {
      try {
        const watcher = watch(path, { persistent: false }, () => this.soon());
        watcher.on('error', () => watcher.close());
        this.watchers.push(watcher);
      } catch {
        // Not there: nobody has signed in that way.
      }
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const watcher of this.watchers) {
      watcher.close();
    }
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.changed, settle);
  }
}
