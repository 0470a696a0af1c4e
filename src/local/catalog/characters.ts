/** How people and tools write characters that can't be typed into a table's parameters. */
const names: Readonly<Record<string, string>> = { '\\t': '\t', '\\n': '\n', '\\r': '\r', '\\\\': '\\', '\\0': '\0' };

/**
 * The character that a parameter means: itself, or an escape such as `\t`, `\001`, `\u0001`.
 * @param numbers whether a number is the code of a character, as LazySimpleSerDe has it
 * @returns undefined for anything that is not exactly one character
 */
export function hiveCharacter(text: string, numbers = false): string | undefined {
  if (numbers && /^-?\d{1,3}$/.test(text)) {
    const code = Number(text);
    // Java's bytes end at 127.
    return code >= 0 && code <= 127 ? String.fromCharCode(code) : undefined;
  }
  const named = names[text];
  if (named !== undefined) {
    return named;
  }
  const unicode = /^\\u([0-9a-f]{4})$/i.exec(text)?.[1];
  const octal = /^\\([0-7]{3})$/.exec(text)?.[1];
  if (unicode !== undefined || octal !== undefined) {
    return String.fromCharCode(Number.parseInt(unicode ?? octal ?? '', unicode === undefined ? 8 : 16));
  }
  return text.length === 1 ? text : undefined;
}
