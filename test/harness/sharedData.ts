import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { project } from './project.ts';

/** Path of a file of the shared test data beside the repository, or undefined (and a printed reason) where it is absent. */
export function sharedData(...parts: string[]): string | undefined {
  const file = join(project, '..', 'shared', 'data', ...parts);
  if (existsSync(file)) {
    return file;
  }
  console.log(`not run where ../shared/data/${parts.join('/')} is absent`);
  return undefined;
}
