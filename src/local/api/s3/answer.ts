import { urlEncode } from './parameters';
import type { S3Answer } from './types';
import { document, encodeForXml, isXmlText, type XmlContent } from './xml';

/** Everything belongs to the one user of the machine. */
export const owner = { ID: 'local', DisplayName: 'local' };

/** An answer of 200 with an XML body. */
export function xml(name: string, content: XmlContent): S3Answer {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: document(name, content) };
}

/**
 * An answer that names keys, in the encoding asked for. XML 1.0 can't hold most control characters: an answer with a key that has one
 * is encoded without being asked, as little as it takes, and says so by its EncodingType; the clients that look can still read it.
 *
 * @param write makes the content; all that comes from a key goes through `encode`
 */
export function xmlWithKeys(
  name: string,
  encodingType: 'url' | undefined,
  write: (encode: (text: string) => string) => Readonly<Record<string, XmlContent>>,
): S3Answer {
  if (encodingType === 'url') {
    return xml(name, { EncodingType: 'url', ...write(urlEncode) });
  }
  let holdsAll = true;
  const plain = write((text) => {
    holdsAll &&= isXmlText(text);
    return text;
  });
  return xml(name, holdsAll ? plain : { EncodingType: 'url', ...write(encodeForXml) });
}

/** S3 keeps times to the second and writes them with zero milliseconds. */
export function isoSeconds(milliseconds: number): string {
  return new Date(Math.floor(milliseconds / 1000) * 1000).toISOString();
}
