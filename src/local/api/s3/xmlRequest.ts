import { S3Error } from './error';

/** An element of an XML request: its local name, its child elements, its text. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** What no client of S3 sends more of: a list of 10,000 parts with all their checksums is the longest request. */
const limits = { depth: 8, elements: 100_000, attributes: 20, text: 512 << 10 };
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const closeTag = /<\/([\w.:-]{1,100})\s*>/y;
const openTag = /<([\w.:-]{1,100})(?=[\s/>])/y;
const attribute = /\s+[\w.:-]{1,100}\s*=\s*(?:"[^"<]*"|'[^'<]*')/y;
const openTagEnd = /\s*(\/?)>/y;
const reference = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,4}));/iy;

/**
 * Reads the small XML bodies S3 clients send, in one pass whose time grows with the length alone. Document types are no part of it:
 * S3's requests have none, attacks do. Throws MalformedXML.
 */
export function parseXml(source: string): XmlElement {
  return new XmlReader(source.startsWith('\ufeff') ? source.slice(1) : source).read();
}

interface OpenElement {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

class XmlReader {
  private at = 0;
  private elements = 0;
  private readonly root: OpenElement = { name: '', children: [], text: '' };
  private readonly open: OpenElement[] = [];

  constructor(private readonly source: string) {}

  read(): XmlElement {
    while (this.at < this.source.length) {
      this.readPiece();
    }
    const [document] = this.root.children;
    if (!document || this.root.children.length > 1 || this.open.length > 0 || this.root.text.trim() !== '') {
      throw malformed();
    }
    return document;
  }

  private get current(): OpenElement {
    return this.open.at(-1) ?? this.root;
  }

  /** One piece of markup, or the text up to the next. */
  private readPiece(): void {
    const { source, at } = this;
    if (source[at] !== '<') {
      const end = source.indexOf('<', at);
      this.at = end < 0 ? source.length : end;
      this.addText(decode(this.withinLimit(source.slice(at, this.at))));
    } else if (source.startsWith('<!--', at)) {
      this.until('-->', 4);
    } else if (source.startsWith('<?', at)) {
      this.until('?>', 2);
    } else if (source.startsWith('<![CDATA[', at)) {
      this.addText(this.withinLimit(this.until(']]>', 9)));
    } else if (source[at + 1] === '/') {
      this.close();
    } else {
      this.readElement();
    }
  }

  private readElement(): void {
    const element = { name: localName(this.take(openTag)?.[1]), children: [], text: '' };
    for (let attributes = 0; this.take(attribute); attributes++) {
      if (attributes === limits.attributes) {
        throw malformed();
      }
    }
    const end = this.take(openTagEnd);
    this.elements += 1;
    if (element.name === '' || !end || this.elements > limits.elements) {
      throw malformed();
    }
    this.current.children.push(element);
    if (end[1] === '' && this.open.push(element) >= limits.depth) {
      throw malformed();
    }
  }

  private close(): void {
    const name = localName(this.take(closeTag)?.[1]);
    if (this.open.pop()?.name !== name) {
      throw malformed();
    }
  }

  /** Moves on past what matches here; undefined when nothing does. */
  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.source);
    this.at = match ? pattern.lastIndex : this.at;
    return match ?? undefined;
  }

  /** Moves on past `end` and returns what was before it. */
  private until(end: string, skip: number): string {
    const found = this.source.indexOf(end, this.at + skip);
    if (found < 0) {
      throw malformed();
    }
    const text = this.source.slice(this.at + skip, found);
    this.at = found + end.length;
    return text;
  }

  private withinLimit(text: string): string {
    if (text.length > limits.text) {
      throw malformed();
    }
    return text;
  }

  private addText(text: string): void {
    this.current.text = this.withinLimit(this.current.text + text);
  }
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

/** Text with its references resolved. A surrogate is no character, so none may be named. */
function decode(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  let decoded = '';
  let done = 0;
  for (let at = lines.indexOf('&'); at >= 0; at = lines.indexOf('&', done)) {
    reference.lastIndex = at;
    const [whole, hex, decimal, name = ''] = reference.exec(lines) ?? [];
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    const character = isCharacter ? String.fromCodePoint(code) : entities[name];
    if (whole === undefined || character === undefined) {
      throw malformed();
    }
    decoded += lines.slice(done, at) + character;
    done = at + whole.length;
  }
  return decoded + lines.slice(done);
}
