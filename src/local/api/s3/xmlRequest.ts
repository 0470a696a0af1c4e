import { S3Error } from './error';

/** An element of an XML request: its local name, its child elements, its text. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const maxDepth = 8;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** One piece of markup, or the text up to the next. Document types are no part of it: S3's requests have none, attacks do. */
const token =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!\[CDATA\[(?<cdata>[\s\S]*?)\]\]>|<(?<close>\/)?(?<name>[\w.:-]+)(?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(?<empty>\/)?>|(?<text>[^<]+)/gy;

/** Reads the two small XML bodies S3 clients send. Throws MalformedXML. */
export function parseXml(source: string): XmlElement {
  const root: { name: string; children: XmlElement[]; text: string } = { name: '', children: [], text: '' };
  const open = [root];
  let end = 0;
  for (const match of source.replace(/^\ufeff/, '').matchAll(token)) {
    const current = open[open.length - 1] ?? root;
    const { cdata, close, name, empty, text } = match.groups ?? {};
    end = match.index + match[0].length;
    if (text !== undefined || cdata !== undefined) {
      current.text += cdata ?? decode(text ?? '');
    } else if (close !== undefined) {
      if (current === root || current.name !== localName(name)) {
        throw malformed();
      }
      open.pop();
    } else if (name !== undefined) {
      const element = { name: localName(name), children: [], text: '' };
      current.children.push(element);
      if (empty === undefined && open.push(element) > maxDepth) {
        throw malformed();
      }
    }
  }
  const [document] = root.children;
  if (!document || root.children.length > 1 || open.length > 1 || root.text.trim() !== '') {
    throw malformed();
  }
  if (end !== source.replace(/^\ufeff/, '').length) {
    throw malformed();
  }
  return document;
}

/** The text of an element's only child of a name; undefined when there is none. Throws MalformedXML when there are several. */
export function childText(element: XmlElement, name: string): string | undefined {
  const found = element.children.filter((child) => child.name === name);
  if (found.length > 1) {
    throw malformed();
  }
  return found[0]?.text;
}

export function malformed(): S3Error {
  return new S3Error(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

function localName(name = ''): string {
  return name.slice(name.indexOf(':') + 1);
}

function decode(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/&([^;&]*);?/g, (whole, name: string) => {
    const numeric = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name);
    const code = numeric?.[1] === undefined ? Number(numeric?.[2]) : Number.parseInt(numeric[1], 16);
    const character = numeric && code <= 0x10ffff ? String.fromCodePoint(code) : entities[name];
    if (character === undefined || !whole.endsWith(';')) {
      throw malformed();
    }
    return character;
  });
}
