import { join } from 'node:path';
import type { TestInfo } from '@playwright/test';
import { project } from '../harness/project.ts';
import type { Workbench } from './workbench.ts';

/**
 * Takes the window in every theme kind, dark last, which it is left in, as test-results/e2e/…/NAME-*.png. With
 * GLUE_PICTURES=1 the dark one becomes the README's, too; otherwise a test run changes no file under version control.
 * It ships in the package: bring it down to a palette (pngquant) before committing it, or the package is over its budget.
 */
export async function takePictures(workbench: Workbench, info: TestInfo, name: string): Promise<void> {
  for (const kind of ['light', 'highContrastLight', 'highContrast', 'dark'] as const) {
    await workbench.wear(kind);
    await workbench.page.screenshot({ path: info.outputPath(`${name}-${kind}.png`), animations: 'disabled' });
  }
  if (process.env.GLUE_PICTURES === '1') {
    await workbench.page.screenshot({ path: join(project, 'docs', `${name}-dark.png`), animations: 'disabled' });
  }
}
