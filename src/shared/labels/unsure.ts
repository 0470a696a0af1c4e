/**
 * What edits and the editor have as the label of a row that was set aside: decided, but in no group. The file's own label
 * stays empty. No file can hold this text: half a surrogate pair is in no encoding.
 */
export const unsure = '\udc3f';

/** The label as a file has it, and as groups are made by it: none where the row was set aside. */
export function asStored(label: string): string {
  return label === unsure ? '' : label;
}
