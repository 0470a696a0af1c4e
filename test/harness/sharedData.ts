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

/** The folder of situations that users reported, or undefined (and a printed reason) where it is absent. */
export function fieldCases(): string | undefined {
  const folder = join(project, '..', 'shared', 'field');
  if (existsSync(folder)) {
    return folder;
  }
  console.log('not run where ../shared/field is absent');
  return undefined;
}
