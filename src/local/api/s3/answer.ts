import type { S3Answer } from './types';
import { document, type XmlContent } from './xml';

/** Everything belongs to the one user of the machine. */
export const owner = { ID: 'local', DisplayName: 'local' };

/** An answer of 200 with an XML body. */
export function xml(name: string, content: XmlContent): S3Answer {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: document(name, content) };
}

/** S3 keeps times to the second and writes them with zero milliseconds. */
export function isoSeconds(milliseconds: number): string {
  return new Date(Math.floor(milliseconds / 1000) * 1000).toISOString();
}
