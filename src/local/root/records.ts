import { readdir, readFile } from 'node:fs/promises';
import { hasCode } from '../systemError';

/** What is read of a file that is there but holds no record. */
export const damaged = Symbol('damaged');

/** Reads a JSON file: its object, `damaged` where it holds none, undefined where there is no file. What else fails is thrown. */
export async function readRecord<Value extends object>(file: string): Promise<Value | typeof damaged | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) {
      return undefined;
    }
    throw error;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Value) : damaged;
  } catch {
    return damaged;
  }
}

/** Whether a file is what a write leaves that was interrupted before its file was in place. */
export function isTemporary(name: string): boolean {
  return /^\.[\da-f-]{36}\.tmp$/.test(name);
}

/** Whether there is anything below a folder but folders and what interrupted writes left. */
export async function holdsFiles(folder: string): Promise<boolean> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.some((entry) => !entry.isDirectory() && !isTemporary(entry.name));
}
