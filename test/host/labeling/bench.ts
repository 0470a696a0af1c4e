import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';

import * as vscode from 'vscode';
import type { ServerOptions } from '../../../src/local/api/server';
import { labelingViewType, objectScheme } from '../../../src/shared/ids';
import { FaultProxy } from '../../harness/faultProxy';
import { type Running, startTestServer } from '../../unit/local/api/s3/s3Harness';

const profile = 'bench';
const authority = `aws.us-east-1.${profile}`;

/** A labeling file of four rows in two sets, as tests write it. */
export const blank = 'labeling_set_id,label,id,name\ns1,,1,Ann\ns1,,2,Anne\ns2,,3,Bob\ns2,,4,Rob\n';

/** The extension in its workbench, talking to Local Glue's S3 through a proxy that can fail, as to AWS. */
export class HostBench {
  private constructor(
    private readonly running: Running,
    readonly proxy: FaultProxy,
  ) {}

  /** `glue` answers Glue's operations; without, there are none. */
  static async start(glue?: ServerOptions['glue']): Promise<HostBench> {
    const running = await startTestServer(glue === undefined ? {} : { glue });
    await running.objects.createBucket('bucket');
    const proxy = await FaultProxy.listen(running.server.endpoint, running.keyPair);
    const { accessKeyId, secretAccessKey } = running.keyPair;
    const file = join(homedir(), '.aws', 'credentials');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(
      file,
      `[${profile}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    await configure('glueLabeling.endpoint', proxy.endpoint);
    await configure('files.autoSave', 'off');
    await vscode.extensions.getExtension('glue-transform-labeling.glue-transform-labeling')?.activate();
    return new HostBench(running, proxy);
  }

  async stop(): Promise<void> {
    await closeAll();
    await configure('glueLabeling.endpoint', undefined);
    await this.proxy.close();
    await this.running.stop();
  }

  uri(key: string): vscode.Uri {
    return vscode.Uri.from({ scheme: objectScheme, authority, path: `/bucket/${key}` });
  }

  /** Stores an object past the extension, as a colleague would. */
  async store(key: string, text: string | Uint8Array): Promise<void> {
    await this.running.s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: key, Body: text }));
  }

  /** Stores an object with what S3 keeps beside its bytes. */
  async storeWith(key: string, text: string, kept: Partial<PutObjectCommandInput>): Promise<void> {
    await this.running.s3.send(new PutObjectCommand({ ...kept, Bucket: 'bucket', Key: key, Body: text }));
  }

  async head(key: string): Promise<HeadObjectCommandOutput> {
    return this.running.s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key: key }));
  }

  async stored(key: string): Promise<string> {
    const found = await this.running.s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: key }));
    return (await found.Body?.transformToString()) ?? '';
  }

  async delete(key: string): Promise<void> {
    await this.running.s3.send(new DeleteObjectCommand({ Bucket: 'bucket', Key: key }));
  }

  async etag(key: string): Promise<string> {
    const found = await this.running.s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key: key }));
    return found.ETag ?? '';
  }

  /** Stores a blank labeling file and opens it in the labeling editor. */
  async open(key: string, text = blank): Promise<vscode.Uri> {
    await this.store(key, text);
    return openEditor(this.uri(key));
  }
}

/** Opens a file in the labeling editor. */
export async function openEditor(uri: vscode.Uri): Promise<vscode.Uri> {
  await vscode.commands.executeCommand('vscode.openWith', uri, labelingViewType);
  await until(() => tabOf(uri) !== undefined, 'a tab of the labeling editor');
  return uri;
}

/** Writes a labeling file in the workspace's folder and opens it in the labeling editor. */
export async function openLocal(name: string, text = blank): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(workspaceFolder(), name);
  await mkdir(dirname(uri.fsPath), { recursive: true });
  await writeFile(uri.fsPath, text);
  return openEditor(uri);
}

/** The folder that the window has open. */
export function workspaceFolder(): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder !== undefined, 'the window has a folder open');
  return folder.uri;
}

/** Labels a row of an open document, as a quick fix does: it goes on VS Code's undo stack. */
export async function label(uri: vscode.Uri, row: number, after: string): Promise<void> {
  const edit = { name: `label row ${row} ${after}`, changes: [{ row, before: '', after }] };
  await vscode.commands.executeCommand('glueLabeling.editor.applyFix', uri, edit);
  await until(() => isDirty(uri), 'the tab is dirty after an edit');
  await settled();
}

/** Resolves when VS Code's window has taken in all that the extension host told it before. */
export async function settled(): Promise<void> {
  await vscode.commands.executeCommand('setContext', 'glueLabeling.settled', true);
}

export async function save(): Promise<void> {
  // It resolves even when the save failed: look at the tab and the store.
  await vscode.commands.executeCommand('workbench.action.files.save');
}

/** The tab of the labeling editor on a URI. */
export function tabOf(uri: vscode.Uri): vscode.Tab | undefined {
  return tabsOf(uri)[0];
}

export function tabsOf(uri: vscode.Uri): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString());
}

export function isDirty(uri: vscode.Uri): boolean {
  return tabOf(uri)?.isDirty ?? false;
}

/** Resolves when a condition holds; looks again whenever there is a reason to. The test's time-out is its limit. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, `waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function configure(key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);
}

/** Closes every editor; what is unsaved is given up. */
export async function closeAll(): Promise<void> {
  for (const tab of vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter((one) => one.isDirty)) {
    if (tab.input instanceof vscode.TabInputCustom || tab.input instanceof vscode.TabInputText) {
      await vscode.commands.executeCommand(
        'vscode.openWith',
        tab.input.uri,
        tab.input instanceof vscode.TabInputCustom ? tab.input.viewType : 'default',
      );
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Answers the modal questions that `work` asks by a button, or closes them; resolves to the last one and its detail. */
export async function answering(button: string | undefined, work: () => Promise<unknown>): Promise<string> {
  const questions: string[] = [];
  await answeringEach([button], questions, work);
  return questions.at(-1) ?? '';
}

/** As `answering`, with a button for each question, the last for all further ones; `questions` takes them up. */
export async function answeringEach(
  buttons: readonly (string | undefined)[],
  questions: string[],
  work: () => Promise<unknown>,
): Promise<void> {
  const { showWarningMessage } = vscode.window;
  Reflect.set(vscode.window, 'showWarningMessage', async (message: string, options: vscode.MessageOptions) => {
    questions.push(`${message}\n${options.detail}`);
    return buttons[Math.min(questions.length, buttons.length) - 1];
  });
  try {
    await work();
  } finally {
    Reflect.set(vscode.window, 'showWarningMessage', showWarningMessage);
  }
}

export async function undo(): Promise<void> {
  await vscode.commands.executeCommand('undo');
}

export async function redo(): Promise<void> {
  await vscode.commands.executeCommand('redo');
}
