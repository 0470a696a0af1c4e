/** A field of CSV in quotes, those within it doubled (RFC 4180). */
export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** A field of a CSV line, in quotes only where it must be. */
export function csvCell(text: string, delimiter = ','): string {
  return text.includes(delimiter) || /["\r\n]/.test(text) ? quoted(text) : text;
}
