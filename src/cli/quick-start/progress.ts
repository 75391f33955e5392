import { styleText } from 'node:util';

/** What the quick start tells the person at the terminal, on standard error; plain lines where there is none. */
export class Progress {
  readonly #out: NodeJS.WriteStream;
  #live = false;
  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  /** Something that happened, for good. */
  step(text: string): void {
    this.#clear();
    this.#out.write(`${this.#style('green', '✔')} ${text}\n`);
  }

  /** Something that is going on; the next line takes its place on a terminal. */
  doing(text: string): void {
    if (!this.#out.isTTY) return;
    this.#clear();
    this.#out.write(`${this.#style('cyan', '…')} ${text}`);
    this.#live = true;
  }

  fail(text: string): void {
    this.#clear();
    this.#out.write(`${this.#style('red', '✘')} ${text}\n`);
  }

  #clear(): void {
    if (this.#live) this.#out.write('\r\u001b[2K');
    this.#live = false;
  }

  #style(color: 'green' | 'cyan' | 'red', text: string): string {
    return this.#out.isTTY ? styleText(color, text) : text;
  }
}
