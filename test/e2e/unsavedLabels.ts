import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How many unsaved labels lie on the disk of a test's sandbox, whose folder is `root`. */
export function unsavedLabels(root: string): number {
  return globSync(join(root, 'server/data/User/workspaceStorage/*/*/unsavedLabels/*.json'))
    .map((file) => JSON.parse(readFileSync(file, 'utf8').split('\n')[1] ?? '{}') as { rows?: unknown[] })
    .reduce((sum, { rows = [] }) => sum + rows.length, 0);
}
