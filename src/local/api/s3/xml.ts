/** What an XML element may hold: text, child elements by name, or several elements of one name. Undefined ones are left out. */
export type XmlContent =
  | string
  | number
  | boolean
  | undefined
  | { readonly [name: string]: XmlContent }
  | readonly XmlContent[];

/**
 * Writes one element, or one for each item when the content is a list. Characters that XML 1.0 can't hold go out percent-encoded;
 * an answer with keys says so itself (`keyedXml`).
 */
export function element(name: string, content: XmlContent, attributes = ''): string {
  if (content === undefined) {
    return '';
  }
  if (Array.isArray(content)) {
    return content.map((item: XmlContent) => element(name, item, attributes)).join('');
  }
  const inner =
    typeof content === 'object'
      ? Object.entries(content)
          .map(([child, value]) => element(child, value))
          .join('')
      : escapeXml(String(content));
  return `<${name}${attributes}>${inner}</${name}>`;
}

/** A whole answer of S3. */
export function document(name: string, content: XmlContent): string {
  const namespace = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, content, namespace)}`;
}

const named: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escapeXml(text: string): string {
  return text
    .replace(impossible, encodeURIComponent)
    .replace(
      /[&<>"'\t\n\r\u007f-\u009f]/g,
      (character) => named[character] ?? `&#x${character.charCodeAt(0).toString(16)};`,
    );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML 1.0 has no way to write, not even as references.
const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Whether XML 1.0 can hold every character of a text. */
export function isXmlText(text: string): boolean {
  return text.search(impossible) < 0;
}

/** Percent-encodes what XML 1.0 can't hold, and what decoding would mistake for such; all else stays as it is. */
export function encodeForXml(text: string): string {
  return text.replace(/[%+]/g, encodeURIComponent).replace(impossible, encodeURIComponent);
}
