/** The content the kill test gives an object: its value, over and over, up to some 60 kB; so a torn one shows. */
export function contentOf(value: string): Buffer {
  const line = `${value}\n`;
  return Buffer.from(line.repeat(1 + (Number(value) % 8000)));
}
