import { looseKey } from '../terms/registry.ts';

/** A JSON value as it stands in a text: offsets count UTF-16 units, `stop` is the one after the last. */
export interface TextNode {
  readonly start: number;
  readonly stop: number;
  /** Of an object or list that was looked into, in their order. */
  readonly children: readonly TextChild[];
}

/** A member of an object (`start` is that of its key) or an item of a list (`key` is its number). */
export interface TextChild {
  readonly key: string | number;
  readonly start: number;
  readonly node: TextNode;
}

/** How a value is looked into: as what, or not at all. Statements are most of a file and no edit goes into them. */
type Look = 'document' | 'list' | 'policy' | 'kinds' | 'names' | 'over';

const LOOKS: ReadonlyMap<string, Look> = new Map(
  Object.entries({ Policy: 'policy', Policies: 'list', Aliases: 'kinds', Defaults: 'kinds' } as const).map(
    ([key, look]) => [looseKey(key), look],
  ),
);
const SPACE = /[ \t\n\r\uFEFF]*/y;
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const SCALAR = /[^\s,\]}]+/y;
/** From one bracket to the next: strings are passed over whole. */
const TO_BRACKET = /[^"[\]{}]*(?:"[^"\\]*(?:\\.[^"\\]*)*"[^"[\]{}]*)*/y;

/**
 * Where documents, policies and their members, aliases and defaults stand in the text of a policy file.
 * INVARIANT: the text is JSON that `parseJson` found no fault with.
 */
export function readTextTree(text: string): TextNode {
  return new TreeReader(text).read('document');
}

class TreeReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(look: Look): TextNode {
    this.#pass(SPACE);
    const start = this.#at;
    const mark = this.#text[start];
    if (mark !== '{' && mark !== '[') {
      this.#pass(mark === '"' ? STRING : SCALAR);
      return { start, stop: this.#at, children: [] };
    }
    const children = look === 'over' ? this.#passContainer() : this.#readChildren(look, mark === '{');
    return { start, stop: this.#at, children };
  }

  #readChildren(look: Look, isObject: boolean): TextChild[] {
    const children: TextChild[] = [];
    const close = isObject ? '}' : ']';
    this.#at += 1;
    this.#pass(SPACE);
    while (this.#at < this.#text.length && this.#text[this.#at] !== close) {
      const start = this.#at;
      const key = isObject ? this.#readKey() : children.length;
      children.push({ key, start, node: this.read(lookInto(look, key)) });
      this.#pass(SPACE);
      if (this.#text[this.#at] === ',') this.#at += 1;
      this.#pass(SPACE);
      // Whatever a text holds that is no JSON, this ends.
      if (this.#at === start) this.#at += 1;
    }
    this.#at += 1;
    return children;
  }

  #passContainer(): [] {
    let depth = 0;
    do {
      const mark = this.#text[this.#at];
      depth += mark === '{' || mark === '[' ? 1 : -1;
      this.#at += 1;
      if (depth > 0) this.#pass(TO_BRACKET);
    } while (depth > 0 && this.#at < this.#text.length);
    return [];
  }

  #readKey(): string {
    const start = this.#at;
    this.#pass(STRING);
    const key = this.#text.slice(start, this.#at);
    this.#pass(SPACE);
    // The colon.
    this.#at += 1;
    return key.includes('\\') ? (JSON.parse(key) as string) : key.slice(1, -1);
  }

  #pass(pattern: RegExp): void {
    pattern.lastIndex = this.#at;
    if (pattern.test(this.#text)) this.#at = pattern.lastIndex;
  }
}

function lookInto(look: Look, key: string | number): Look {
  switch (look) {
    case 'document':
      return LOOKS.get(looseKey(String(key))) ?? 'over';
    case 'list':
      return 'document';
    case 'kinds':
      return 'names';
    case 'policy':
    case 'names':
    case 'over':
      return 'over';
  }
}
