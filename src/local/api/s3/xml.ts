/** What an XML element may hold: text, child elements by name, or several elements of one name. Undefined ones are left out. */
export type XmlContent =
  | string
  | number
  | boolean
  | undefined
  | { readonly [name: string]: XmlContent }
  | readonly XmlContent[];

/**
 * Writes one element, or one for each item when the content is a list. Characters that XML 1.0 can't hold are written as references,
 * as S3 does (clients ask for `encoding-type=url` where keys may hold such).
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
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not go out bare.
    /[&<>"'\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g,
    (character) => named[character] ?? `&#x${character.charCodeAt(0).toString(16)};`,
  );
}
