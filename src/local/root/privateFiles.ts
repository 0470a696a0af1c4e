import { chmod, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { credentialsFileName, endpointFileName, logFolderName } from '../../shared/rootFiles';
import { hasCode } from '../systemError';
import { lockFileName } from './lock';
import { setAsideFolderName } from './setAside';

const folders = [logFolderName, 'objects', 'scratch', setAsideFolderName, 'state'];
const files = [credentialsFileName, endpointFileName, lockFileName];
/** What others than the owner may do. */
const forOthers = 0o077;

/**
 * Makes what Local Glue keeps in a root folder its owner's only, where the folder lets others in. The folder itself is left as it is: the
 * user may keep other things there. Nothing to do where the system has no modes (Windows).
 * @returns the folder's mode (755) where it lets others in
 * @throws Error when something of it stays open to others
 */
export async function makePrivate(root: string): Promise<string | undefined> {
  const { mode } = await stat(root);
  if (process.platform === 'win32' || (mode & forOthers) === 0) {
    return undefined;
  }
  for (const folder of folders) {
    await mkdir(path.join(root, folder), { recursive: true, mode: 0o700 });
  }
  for (const name of folders) {
    await closeToOthers(root, path.join(root, name), 0o700);
  }
  for (const name of files) {
    await closeToOthers(root, path.join(root, name), 0o600);
  }
  return (mode & 0o777).toString(8);
}

async function closeToOthers(root: string, file: string, kept: number): Promise<void> {
  try {
    const { mode } = await stat(file);
    if ((mode & forOthers) !== 0) {
      await chmod(file, mode & kept);
    }
    if (((await stat(file)).mode & forOthers) === 0) {
      return;
    }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) {
      return;
    }
    if (!hasCode(error, 'EPERM')) {
      throw error;
    }
  }
  throw new Error(
    `Others may read ${file}, and it can't be made private. Make the folder ${root} your own (mode 700), or give another --root.`,
  );
}
