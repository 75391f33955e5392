/** An element of an XML document; names are without their prefix. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The text directly within the element, references resolved. */
  readonly text: string;
}

const TOKEN =
  /<!--[^]*?-->|<\?[^]*?\?>|<![A-Z][^>]*>|<!\[CDATA\[([^]*?)\]\]>|<(\/?)([\w.-]+:)?([\w.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/gy;
const ATTRIBUTE = /([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const REFERENCES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Read an XML document as far as files of coordinates need it: no document types of its own.
 * @throws {SyntaxError} where the text is not well formed
 */
export function parseXml(text: string): XmlElement {
  const root = open('', '');
  const path = [root];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    end = match.index + match[0].length;
    const [, cdata, slash, , name, attributes = '', selfClosing, plain] = match;
    const top = path.at(-1) ?? root;
    if (plain !== undefined) top.text += resolved(plain);
    else if (cdata !== undefined) top.text += cdata;
    else if (name !== undefined && slash === '/') {
      if (path.length === 1 || top.name !== name) throw new SyntaxError(`</${name}> closes nothing at ${match.index}`);
      path.pop();
    } else if (name !== undefined) {
      const element = open(name, attributes);
      top.children.push(element);
      if (selfClosing === '') path.push(element);
    }
  }
  if (end < text.length) throw new SyntaxError(`not XML at ${end}`);
  const [document] = root.children;
  if (path.length > 1 || document === undefined) throw new SyntaxError(`<${path.at(-1)?.name ?? ''}> is not closed`);
  return document;
}

/** All elements called `name` within `element`, at any depth, in their order. */
export function within(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...within(child, name)]);
}

/** The text of the first child called `name`, trimmed. */
export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text.trim();
}

function open(name: string, attributes: string) {
  const pairs = [...attributes.matchAll(ATTRIBUTE)].map(([, key = '', double, single]) => [
    key,
    resolved(double ?? single ?? ''),
  ]);
  return {
    name,
    attributes: Object.fromEntries(pairs) as Readonly<Record<string, string>>,
    children: [] as XmlElement[],
    text: '',
  };
}

function resolved(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return REFERENCES[name] ?? whole;
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
}
