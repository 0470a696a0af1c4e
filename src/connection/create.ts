import * as vscode from 'vscode';
import type { AwsBundle } from './aws';
import { AwsConnection } from './awsConnection';
import { Connections } from './connections';
import type { ConnectionChoice } from './ids';
import { LocalConnection } from './localConnection';
import { LocalProcess } from './localProcess';
import { askMfaCode } from './mfa';
import { configuredChoice, endpointSetting, localRootSetting, onDidChangeConnectionSettings } from './settings';

const choiceKey = 'glueLabeling.choice';

/** Makes the window's connections from its settings. The AWS bundle and Local Glue are loaded on first use. */
export function createConnections(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Connections {
  const loadAws = (): Promise<AwsBundle> => Promise.resolve().then((): AwsBundle => require('./aws.cjs'));
  let local: LocalProcess | undefined;
  const connections = new Connections({
    configured: configuredChoice,
    memory: {
      get: () => context.workspaceState.get<ConnectionChoice>(choiceKey),
      set: (choice) => context.workspaceState.update(choiceKey, choice),
    },
    makeLocal: () => {
      local = new LocalProcess({
        program: context.asAbsolutePath('dist/local/glue-local.mjs'),
        node: process.execPath,
        root: localRootSetting() ?? vscode.Uri.joinPath(context.globalStorageUri, 'local').fsPath,
        log,
        loadAws,
      });
      return new LocalConnection(local, loadAws);
    },
    makeAws: (profile, region) =>
      new AwsConnection(profile, region, { loadAws, env: process.env, endpointSetting, mfaCode: askMfaCode }),
  });
  context.subscriptions.push(
    onDidChangeConnectionSettings(() => void connections.settingsChanged()),
    { dispose: () => local?.dispose() },
  );
  return connections;
}
