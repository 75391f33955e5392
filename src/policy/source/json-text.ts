/** A JSON value with null-prototype objects, so that no key can reach a built-in property. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
/** An object of JSON values. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** What is wrong with the text itself; `offset` counts UTF-16 units from its start. */
export interface JsonFault {
  readonly code: 'malformed-json' | 'duplicate-key' | 'too-deep' | 'number-too-large';
  readonly detail: string;
  readonly offset: number;
  readonly path: readonly (string | number)[];
}

/** Called for every value: where it is in the document and where its text (for a member: its key) begins. */
export type JsonWatcher = (path: readonly (string | number)[], offset: number) => void;

/** Deeper documents are refused: no policy needs them, and reading them would exhaust the stack. */
const DEEPEST = 64;
const LITERALS: ReadonlyMap<string, null | boolean> = new Map([
  ['null', null],
  ['true', true],
  ['false', false],
]);
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"/y;
const LITERAL = /null|true|false/y;
const SPACE = /[ \t\n\r]*/y;

/**
 * Read JSON strictly: unlike JSON.parse it refuses a key given twice (which of two denials would count?), numbers that
 * overflow, and deep nesting. `value` is `undefined` where the text is not JSON at all.
 */
export function parseJson(text: string, watch?: JsonWatcher): { value: JsonValue | undefined; faults: JsonFault[] } {
  const reader = new JsonReader(text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text, watch);
  try {
    return { value: reader.readDocument(), faults: reader.faults };
  } catch (error) {
    if (!(error instanceof JsonStop)) throw error;
    return { value: undefined, faults: [...reader.faults, error.fault] };
  }
}

class JsonStop extends Error {
  readonly fault: JsonFault;
  constructor(fault: JsonFault) {
    super(fault.detail);
    this.fault = fault;
  }
}

class JsonReader {
  readonly faults: JsonFault[] = [];
  readonly #text: string;
  readonly #watch: JsonWatcher | undefined;
  readonly #path: (string | number)[] = [];
  #at = 0;

  constructor(text: string, watch: JsonWatcher | undefined) {
    this.#text = text;
    this.#watch = watch;
  }

  readDocument(): JsonValue {
    this.#skipSpace();
    this.#watch?.(this.#path, this.#at);
    const value = this.#readValue();
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#stop('malformed-json', 'expected the end of the file');
    return value;
  }

  #readValue(): JsonValue {
    if (this.#path.length > DEEPEST) this.#stop('too-deep', `nested deeper than ${DEEPEST} levels`);
    switch (this.#text[this.#at]) {
      case '{':
        return this.#readObject();
      case '[':
        return this.#readArray();
      case '"':
        return this.#readString();
      case undefined:
      default:
        return this.#readScalar();
    }
  }

  #readObject(): JsonObject {
    const object = Object.create(null) as Record<string, JsonValue>;
    if (this.#opensEmpty('}')) return object;
    do {
      this.#skipSpace();
      const offset = this.#at;
      if (this.#text[offset] !== '"') this.#stop('malformed-json', 'expected a key in double quotes');
      const key = this.#readString();
      this.#skipSpace();
      this.#expect(':');
      this.#path.push(key);
      if (key in object) this.#note('duplicate-key', `the key \`${key}\` is given twice`, offset);
      this.#watch?.(this.#path, offset);
      object[key] = this.#readValue();
      this.#path.pop();
    } while (this.#goesOn('}'));
    return object;
  }

  #readArray(): JsonValue[] {
    const array: JsonValue[] = [];
    if (this.#opensEmpty(']')) return array;
    do {
      this.#skipSpace();
      this.#path.push(array.length);
      this.#watch?.(this.#path, this.#at);
      array.push(this.#readValue());
      this.#path.pop();
    } while (this.#goesOn(']'));
    return array;
  }

  #readString(): string {
    const text = this.#match(STRING);
    if (text === undefined)
      return this.#stop('malformed-json', 'a text is not closed, or holds a raw control character');
    return text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
  }

  #readScalar(): null | boolean | number {
    const offset = this.#at;
    const literal = this.#match(LITERAL);
    if (literal !== undefined) return LITERALS.get(literal) ?? null;
    const number = this.#match(NUMBER);
    if (number === undefined) return this.#stop('malformed-json', 'expected a value');
    if (!Number.isFinite(Number(number))) this.#note('number-too-large', `the number ${number} is too large`, offset);
    return Number(number);
  }

  #opensEmpty(close: string): boolean {
    this.#at += 1;
    this.#skipSpace();
    if (this.#text[this.#at] !== close) return false;
    this.#at += 1;
    return true;
  }

  #goesOn(close: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] === close) {
      this.#at += 1;
      return false;
    }
    if (this.#text[this.#at] !== ',') this.#stop('malformed-json', `expected \`,\` or \`${close}\``);
    this.#at += 1;
    return true;
  }

  #expect(mark: string): void {
    if (this.#text[this.#at] !== mark) this.#stop('malformed-json', `expected \`${mark}\``);
    this.#at += 1;
    this.#skipSpace();
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const text = pattern.exec(this.#text)?.[0];
    if (text !== undefined) this.#at += text.length;
    return text;
  }

  #skipSpace(): void {
    this.#match(SPACE);
  }

  #note(code: JsonFault['code'], detail: string, offset: number): void {
    this.faults.push({ code, detail, offset, path: [...this.#path] });
  }

  #stop(code: JsonFault['code'], detail: string): never {
    throw new JsonStop({ code, detail, offset: this.#at, path: [...this.#path] });
  }
}
