import * as vscode from 'vscode';
import type { ConnectionChoice } from '../ids';
import { profileRegion } from './profiles';

/** Settings of the connection, without their `glueLabeling.` prefix. package.json holds the defaults. */
export const connectionSettings = ['connection', 'profile', 'region', 'endpoint', 'localRoot'] as const;

const section = 'glueLabeling';

function text(name: (typeof connectionSettings)[number]): string | undefined {
  return vscode.workspace.getConfiguration(section).get<string>(name)?.trim() || undefined;
}

/** What the settings say to connect to. A region that is not set is the AWS variables', the profile's, or us-east-1. */
export function configuredChoice(): ConnectionChoice {
  const kind = text('connection');
  if (kind === 'local') {
    return { kind: 'local' };
  }
  if (kind !== 'aws') {
    return { kind: 'none' };
  }
  const { env } = process;
  const profile = text('profile');
  const ofEnvironment = profile === undefined ? env.AWS_REGION || env.AWS_DEFAULT_REGION : undefined;
  const region =
    text('region') ?? ofEnvironment ?? profileRegion(profile ?? env.AWS_PROFILE ?? 'default', env) ?? 'us-east-1';
  return { kind: 'aws', profile, region };
}

/** The endpoint that stands in for AWS's own, if one is set. */
export function endpointSetting(): string | undefined {
  return text('endpoint');
}

/** The proxy of VS Code's own settings. */
export function proxySetting(): string | undefined {
  return vscode.workspace.getConfiguration('http').get<string>('proxy')?.trim() || undefined;
}

/** The folder of Local Glue's state, if one is set. */
export function localRootSetting(): string | undefined {
  return text('localRoot');
}

/** How much Local Glue may keep of indexes. */
export function localIndexMegabytes(): number {
  return vscode.workspace.getConfiguration(section).get('localIndexMegabytes', 4096);
}

/** Calls back when one of the connection's settings changed. */
export function onDidChangeConnectionSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (connectionSettings.some((name) => event.affectsConfiguration(`${section}.${name}`))) {
      listener();
    }
  });
}
