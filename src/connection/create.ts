import * as vscode from 'vscode';
import type { AwsBundle } from './aws/bundle';
import { AwsConnection } from './awsConnection';
import { Connections } from './connections';
import type { ConnectionChoice } from './ids';
import type { LocalGlueBundle } from './localGlue/bundle';
import { LocalConnection } from './localGlue/localConnection';
import type { LocalProcess } from './localGlue/localProcess';
import { AwsFilesWatcher } from './profiles/awsFilesWatcher';
import { askMfaCode } from './profiles/mfa';
import {
  configuredChoice,
  endpointSetting,
  localIndexMegabytes,
  localRootSetting,
  onDidChangeConnectionSettings,
  proxySetting,
} from './profiles/settings';

const choiceKey = 'glueLabeling.choice';

/**
 * Makes the window's connections from its settings. The AWS bundle and Local Glue are loaded on first use.
 * @param interrupting asks the user in the middle of what a command asks
 */
export function createConnections(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  interrupting: <T>(ask: () => Promise<T>) => Promise<T>,
): Connections {
  const loadAws = (): Promise<AwsBundle> => Promise.resolve().then((): AwsBundle => require('./aws.cjs'));
  const loadLocal = () => (require('./localGlue.cjs') as { readonly bundle: LocalGlueBundle }).bundle;
  let local: LocalProcess | undefined;
  const localProcess = (): LocalProcess => {
    if (local === undefined) {
      local = loadLocal().makeProcess({
        program: context.asAbsolutePath('dist/local/glue-local.mjs'),
        node: process.execPath,
        root: () => localRootSetting() ?? vscode.Uri.joinPath(context.globalStorageUri, 'local').fsPath,
        indexMegabytes: localIndexMegabytes,
        log,
        loadAws,
      });
      context.subscriptions.push(local.onDidEnd(restart), local);
    }
    return local;
  };
  const surroundings = {
    loadAws,
    env: process.env,
    endpointSetting,
    proxySetting,
    mfaCode: (serial: string, profile: string) => interrupting(() => askMfaCode(serial, profile)),
  };
  // It is started again by what the view then asks for. One that dies at once is not: that would go on for ever.
  const restart = restartGuard(() => connections.current?.kind === 'local' && connections.renew());
  const files = new AwsFilesWatcher(process.env, () => void connections.filesChanged());
  const connections = new Connections({
    configured: configuredChoice,
    memory: {
      get: () => context.workspaceState.get<ConnectionChoice>(choiceKey),
      set: (choice) => context.workspaceState.update(choiceKey, choice),
    },
    makeLocal: () => new LocalConnection(loadLocal, localProcess, loadAws),
    makeAws: (profile, region) => {
      files.watch();
      return new AwsConnection(profile, region, surroundings);
    },
  });
  context.subscriptions.push(
    onDidChangeConnectionSettings(() => void connections.settingsChanged()),
    files,
  );
  return connections;
}

/** Lets a restart through unless there were three within a minute. */
function restartGuard(restart: () => void): () => void {
  const times: number[] = [];
  return () => {
    const now = Date.now();
    times.push(now);
    if (times.filter((time) => now - time < 60_000).length <= 3) {
      restart();
    }
  };
}
