import type { Turns } from '../turns.ts';
import { finish } from '../turns.ts';

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
const SOUND_TEXT = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*/y;
const LITERAL = /null|true|false/y;

/** Values that are read before others get a turn. */
const VALUES_A_TURN = 16_384;

/** What reading a text comes to; `value` is `undefined` where the text is not JSON at all. */
export interface JsonReading {
  readonly value: JsonValue | undefined;
  readonly faults: readonly JsonFault[];
}

/**
 * Read JSON strictly: unlike JSON.parse it refuses a key given twice (which of two denials would count?), numbers that
 * overflow, and deep nesting.
 */
export function parseJson(text: string, watch?: JsonWatcher): JsonReading {
  return finish(readingJson(text, watch));
}

/** The same in turns. */
export function* readingJson(text: string, watch?: JsonWatcher): Turns<JsonReading> {
  const reader = new JsonReader(text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text, watch);
  try {
    return { value: yield* reader.readDocument(), faults: reader.faults };
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

/** An object or a list that is still being read. */
type Container =
  | { readonly close: '}'; readonly value: Record<string, JsonValue> }
  | { readonly close: ']'; readonly value: JsonValue[] };

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

  *readDocument(): Turns<JsonValue> {
    this.#skipSpace();
    this.#watch?.(this.#path, this.#at);
    const value = yield* this.#readValues();
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#stop('malformed-json', 'expected the end of the file');
    return value;
  }

  /** Read the value that begins here, with all in it. What is open stands in a list, so that reading can pause anywhere. */
  *#readValues(): Turns<JsonValue> {
    const open: Container[] = [];
    for (let count = 1; ; count += 1) {
      if (count % VALUES_A_TURN === 0) yield;
      if (this.#path.length > DEEPEST) this.#stop('too-deep', `nested deeper than ${DEEPEST} levels`);
      const opened = this.#openContainer();
      if (opened !== undefined && this.#beginsMember(opened)) {
        open.push(opened);
        continue;
      }
      let value = opened === undefined ? this.#readScalar() : opened.value;
      for (;;) {
        const around = open.at(-1);
        if (around === undefined) return value;
        this.#put(around, value);
        if (this.#goesOn(around)) break;
        open.pop();
        value = around.value;
      }
    }
  }

  #openContainer(): Container | undefined {
    switch (this.#text[this.#at]) {
      case '{':
        return { close: '}', value: Object.create(null) as Record<string, JsonValue> };
      case '[':
        return { close: ']', value: [] };
      case undefined:
      default:
        return undefined;
    }
  }

  /** Go on to the first member of a container that begins here; false when it has none. */
  #beginsMember(container: Container): boolean {
    this.#at += 1;
    this.#skipSpace();
    if (this.#text[this.#at] !== container.close) {
      this.#enterMember(container);
      return true;
    }
    this.#at += 1;
    return false;
  }

  /** Go on to the next member of a container; false when there is none. */
  #goesOn(container: Container): boolean {
    this.#path.pop();
    this.#skipSpace();
    const mark = this.#text[this.#at];
    if (mark !== container.close && mark !== ',')
      this.#stop('malformed-json', `expected \`,\` or \`${container.close}\``);
    this.#at += 1;
    if (mark === container.close) return false;
    this.#enterMember(container);
    return true;
  }

  /** Stand before the value of a member: its key, if it has one, is read. */
  #enterMember(container: Container): void {
    this.#skipSpace();
    const offset = this.#at;
    if (container.close === ']') this.#path.push(container.value.length);
    else {
      if (this.#text[offset] !== '"')
        this.#stop('malformed-json', `expected a key in double quotes${this.#afterComma('}')}`);
      const key = this.#readString();
      this.#skipSpace();
      if (this.#text[this.#at] !== ':') this.#stop('malformed-json', 'expected `:`');
      this.#at += 1;
      this.#skipSpace();
      this.#path.push(key);
      if (key in container.value) this.#note('duplicate-key', `the key \`${key}\` is given twice`, offset);
    }
    this.#watch?.(this.#path, offset);
  }

  #put(container: Container, value: JsonValue): void {
    if (container.close === ']') container.value.push(value);
    else container.value[String(this.#path.at(-1))] = value;
  }

  #readString(): string {
    const text = this.#match(STRING);
    if (text === undefined) return this.#stopInString();
    return text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
  }

  #readScalar(): null | boolean | number | string {
    if (this.#text[this.#at] === '"') return this.#readString();
    const offset = this.#at;
    const number = this.#match(NUMBER);
    const literal = number === undefined ? this.#match(LITERAL) : undefined;
    if (literal !== undefined) return LITERALS.get(literal) ?? null;
    if (number === undefined) return this.#stop('malformed-json', `expected a value${this.#afterComma(']')}`);
    if (!Number.isFinite(Number(number))) this.#note('number-too-large', `the number ${number} is too large`, offset);
    return Number(number);
  }

  /** The text from here on is no JSON string: say what it is that makes it none, and where. */
  #stopInString(): never {
    const start = this.#at;
    this.#match(SOUND_TEXT);
    const next = this.#text[this.#at];
    if (next === '\\') {
      const escape = this.#text.slice(this.#at, this.#at + 2);
      this.#stop('malformed-json', `\`${escape}\` is no escape of JSON; write \`\\\\\` for a backslash`);
    }
    if (next !== undefined && next !== '\n') {
      const detail = `a raw control character (code ${next.charCodeAt(0)}) in a text; write it as an escape`;
      this.#stop('malformed-json', detail);
    }
    this.#at = start;
    this.#stop('malformed-json', 'the text that begins here is not closed on its line');
  }

  /** A hint where a list or an object closes although a comma has promised more. */
  #afterComma(close: string): string {
    const isLast = this.#text[this.#at] === close && this.#text.slice(0, this.#at).trimEnd().endsWith(',');
    return isLast ? '; the comma before is one too many' : '';
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const text = pattern.exec(this.#text)?.[0];
    if (text !== undefined) this.#at += text.length;
    return text;
  }

  #skipSpace(): void {
    let code = this.#text.charCodeAt(this.#at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
      this.#at += 1;
      code = this.#text.charCodeAt(this.#at);
    }
  }

  #note(code: JsonFault['code'], detail: string, offset: number): void {
    this.faults.push({ code, detail, offset, path: [...this.#path] });
  }

  #stop(code: JsonFault['code'], problem: string): never {
    const detail = this.#at < this.#text.length ? problem : `the file ends too early: ${problem}`;
    throw new JsonStop({ code, detail, offset: this.#at, path: [...this.#path] });
  }
}
