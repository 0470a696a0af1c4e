import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { writeDurably } from '../objects/body';
import { damaged, readRecord } from '../root/records';
import type { SetAside } from '../root/setAside';

/** Goes up when records change in a way that older or newer programs can't read. */
const format = 1;

/**
 * Makes the state folder, or checks that its records are of the form this program reads and writes. A folder that has lost the word on
 * that is of this form: there was no other yet.
 * @throws Error that says what to do, when they are not
 */
export async function checkFormat(folder: string, setAside: SetAside): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'format.json');
  const found = await readRecord<{ readonly format?: unknown }>(file);
  if (found !== undefined && found !== damaged && typeof found.format === 'number') {
    if (found.format !== format) {
      throw new Error(
        `The state in ${folder} was written by another version of Local Glue (format ${found.format}, not ${format}). Use that version, or another --root.`,
      );
    }
    return;
  }
  if (found !== undefined) {
    await setAside.take(file, 'The word on the format of the state is damaged.');
  }
  await writeDurably(file, JSON.stringify({ format }));
}
