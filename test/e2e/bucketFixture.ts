import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { test as base, expect } from '@playwright/test';
import { labelingViewType } from '../../src/shared/ids.ts';
import { FaultProxy } from '../harness/faultProxy.ts';
import { makeSandbox } from '../harness/hostRun.ts';
import { type LocalGlue, startLocalGlue } from '../harness/localGlue.ts';
import { project } from '../harness/project.ts';
import { installVsCode, newest } from '../harness/vscodeInstall.ts';
import { linkExtension, VsCodeServer } from '../harness/vscodeServer.ts';
import { LabelingEditor } from './labelingEditor.ts';
import { Workbench } from './workbench.ts';

const bucket = 'bucket';
const profile = 'bench';

/** A labeling file of two sets with six rows each, as tests write it. */
export const blank = [
  'labeling_set_id,label,id,name',
  ...Array.from({ length: 12 }, (_, row) => `s${row < 6 ? 1 : 2},,${row},Ann ${row}`),
  '',
].join('\n');

/** The file with these labels in its first rows. */
export function labeled(...labels: readonly string[]): string {
  const lines = blank.split('\n');
  return lines.map((line, at) => line.replace(',,', `,${labels[at - 1] ?? ''},`)).join('\n');
}

/** A bucket and a folder open side by side in a workbench; between it and the bucket's S3 stands a proxy that can fail. */
export class BucketBench {
  constructor(
    readonly workbench: Workbench,
    readonly editor: LabelingEditor,
    readonly proxy: FaultProxy,
    /** The folder on disk. */
    readonly folder: string,
    /** The root of all that the workbench keeps on disk. */
    readonly root: string,
    private readonly glue: LocalGlue,
  ) {}

  /** Stores an object past the extension, as a colleague would. */
  async store(key: string, text: string): Promise<void> {
    await this.glue.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text }));
  }

  async stored(key: string): Promise<string> {
    const found = await this.glue.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await found.Body?.transformToString()) ?? '';
  }

  async delete(key: string): Promise<void> {
    await this.glue.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  }

  /** Opens a file of the bucket or the folder by its name, with the cursor on its first row. */
  async open(name: string): Promise<void> {
    const file = (named: string) =>
      this.workbench.page.locator('.explorer-folders-view').getByRole('treeitem', { name: named, exact: true });
    // VS Code shows as text what is opened before it knows our editor, and the bucket's files are there only when it does.
    // Where the extension host of a busy machine came too late for them, the Explorer has given the bucket up.
    const ofBucket = file('labels.csv');
    await expect(async () => {
      if (!(await ofBucket.isVisible())) {
        await this.workbench.runCommand('Refresh Explorer');
      }
      await ofBucket.waitFor();
    }).toPass({ timeout: 180_000 });
    // A refresh may have folded it.
    await this.workbench.expand(file('workspace'));
    await file(name).dblclick();
    await this.editor.expectReady();
    await this.editor.rows.first().getByRole('gridcell').last().click();
    await this.editor.useFileOrder();
  }
}

interface BucketFixtures {
  readonly bench: BucketBench;
}

export const test = base.extend<BucketFixtures>({
  bench: async ({ page }, use) => {
    const sandbox = makeSandbox();
    const glue = await startLocalGlue({ root: sandbox.localRoot });
    await glue.s3.send(new CreateBucketCommand({ Bucket: bucket }));
    for (const key of ['labels.csv', 'other.csv']) {
      await glue.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: blank }));
    }
    writeFileSync(join(sandbox.workspace, 'local.csv'), blank);
    const proxy = await FaultProxy.listen(glue.endpoint, glue.credentials);
    const { accessKeyId, secretAccessKey } = glue.credentials;
    writeFileSync(
      join(sandbox.home, '.aws', 'credentials'),
      `[${profile}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    const workspace = join(sandbox.root, 'both.code-workspace');
    const folders = [
      { path: sandbox.workspace },
      { uri: `glue-s3://aws.us-east-1.${profile}/${bucket}`, name: bucket },
    ];
    writeFileSync(workspace, JSON.stringify({ folders }));
    const extensionsFolder = join(sandbox.root, 'extensions');
    mkdirSync(extensionsFolder);
    linkExtension(project, extensionsFolder);
    const server = await VsCodeServer.start(await installVsCode(newest, console.log), {
      dataFolder: join(sandbox.root, 'server'),
      extensionsFolder,
      env: sandbox.env,
      settings: {
        ...sandbox.settings,
        'glueLabeling.endpoint': proxy.endpoint,
        'files.autoSave': 'off',
        // The simple dialog, in which a path can be typed.
        'files.simpleDialog.enable': true,
        'workbench.editorAssociations': { '*.csv': labelingViewType },
      },
    });
    const workbench = new Workbench(page, server);
    await workbench.open(server.url({ workspace }));
    await use(new BucketBench(workbench, new LabelingEditor(workbench), proxy, sandbox.workspace, sandbox.root, glue));
    await page.close();
    await server.stop();
    await proxy.close();
    await glue.stop();
    sandbox.dispose();
  },
});
