import { createHash } from 'node:crypto';

const MOST_NAMES = 400;
const MOST_CANDIDATES = 1_000;
/** Longer texts are mostly multi-row inserts, which differ each time and cost the server memory if kept. */
const LONGEST_TEXT = 8_192;

/**
 * Names for the statements that come again, so that the server plans them once per connection. A text gets its name
 * when it is seen for the second time; texts without end (lists of varying length) cannot fill the server's memory,
 * because names are never given beyond a fixed number.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #seenOnce = new Set<string>();

  /** The name to prepare `text` under, or undefined to run it unprepared. */
  nameFor(text: string): string | undefined {
    const name = this.#names.get(text);
    if (name !== undefined) return name;
    if (text.length > LONGEST_TEXT || this.#names.size >= MOST_NAMES) return undefined;
    if (this.#seenOnce.delete(text)) return this.#give(text);
    this.#remember(text);
    return undefined;
  }

  #give(text: string): string {
    const name = `cb_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
    this.#names.set(text, name);
    return name;
  }

  #remember(text: string): void {
    const [oldest] = this.#seenOnce;
    if (oldest !== undefined && this.#seenOnce.size >= MOST_CANDIDATES) this.#seenOnce.delete(oldest);
    this.#seenOnce.add(text);
  }
}
