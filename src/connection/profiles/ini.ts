/** Section title to its keys. Keys of an indented block are named `block.key`, e.g. `s3.endpoint_url`. */
export type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads the AWS config file format: `[title]`, `key = value`, comments with # or ; at a line's start or after a blank,
 * and nested blocks (`s3 =` followed by indented `key = value`). Lines that are none of these are skipped.
 */
export function parseIni(text: string): Sections {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let block: string | undefined;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    if (/^\s*([#;].*)?$/.test(line)) {
      continue;
    }
    const title = /^\s*\[([^\]]*)\]/.exec(line)?.[1];
    if (title !== undefined) {
      const name = title.trim().replace(/\s+/g, ' ');
      section = sections.get(name) ?? new Map();
      sections.set(name, section);
      block = undefined;
      continue;
    }
    const at = line.indexOf('=');
    if (at <= 0 || section === undefined) {
      continue;
    }
    const key = line.slice(0, at).trim();
    const value = line
      .slice(at + 1)
      .replace(/(^|\s)[#;].*$/, '')
      .trim();
    const indented = /^\s/.test(line);
    if (indented && block !== undefined) {
      section.set(`${block}.${key}`, value);
    } else {
      block = value === '' ? key : undefined;
      section.set(key, value);
    }
  }
  return sections;
}
