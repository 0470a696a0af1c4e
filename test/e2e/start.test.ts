import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from '@playwright/test';
import { cleanEnvironment } from '../harness/processes.ts';
import { project } from '../harness/project.ts';
import { test } from './fixtures.ts';
import { LabelingEditor } from './labelingEditor.ts';
import { Workbench } from './workbench.ts';

test('npm start opens VS Code on the sample, and Ctrl+C ends everything', async ({ page, sandbox }) => {
  const args = ['start.mjs', '--browser', '--state', join(sandbox.root, 'start')];
  const started = spawn(process.execPath, args, {
    cwd: project,
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const addresses: string[] = [];
  try {
    for await (const line of createInterface({ input: started.stdout })) {
      addresses.push(...(line.match(/http:\S+[^,\s]/g) ?? []));
      if (addresses.length === 2) {
        break;
      }
    }
    const [url = ''] = addresses;
    const workbench = new Workbench(page);
    await workbench.open(url);
    // The view is open and the walkthrough beside it, which ticks what is done and nothing that is only begun.
    await expect(workbench.treeItem(/^persons/)).toBeVisible({ timeout: 60_000 });
    const step = (name: string) => page.getByRole('checkbox', { name });
    for (const done of ['Connect to Local Glue', 'Add a table', 'Generate a labeling set']) {
      await expect(step(done)).toBeChecked({ timeout: 60_000 });
    }
    for (const open of ['Label it by keyboard', 'Import the labels', 'Estimate the quality', 'Do the same in AWS']) {
      await expect(step(open)).not.toBeChecked();
    }
    // A labeling set is ready to be opened, and nothing is told of other programs.
    await expect(workbench.treeItem(/^persons/)).toContainText('→ Open', { timeout: 60_000 });
    await expect(page.locator('.notification-toast')).toHaveCount(0);
    await workbench.runCommand('Glue Labeling: Next Step');
    const editor = new LabelingEditor(workbench);
    await editor.expectReady();
    await editor.press('a', 'a', 'b');
    await editor.expectProgress(3, 100, 0, 10);
  } finally {
    started.kill('SIGINT');
  }
  expect(await once(started, 'exit')).toEqual([0, null]);
  for (const address of addresses) {
    await expect(fetch(new URL(address).origin), `${address} after Ctrl+C`).rejects.toThrow();
  }
});
