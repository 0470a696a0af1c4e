import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeDurably } from './objectsDisk';

/** Goes up when records change in a way that older or newer programs can't read. */
const format = 1;

/**
 * Makes the state folder, or checks that its records are of the form this program reads and writes.
 * @throws Error that says what to do, when they are not
 */
export async function checkFormat(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'format.json');
  const found = await readFormat(file);
  if (found === undefined && (await readdir(folder)).every((name) => name.endsWith('.tmp'))) {
    await writeDurably(file, JSON.stringify({ format }));
  } else if (found !== format) {
    throw new Error(
      `The state in ${folder} was written by another version of Local Glue (format ${found ?? 'unknown'}, not ${format}). Use that version, or another --root.`,
    );
  }
}

async function readFormat(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
}
