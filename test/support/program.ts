import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The root of the repository. */
export const ROOT = join(import.meta.dirname, '../..');

/** A program of this repository in a process of its own, as tests start, watch and kill it. */
export class Program {
  readonly #process: ChildProcess;
  #output = '';
  readonly #waiting = new Set<() => void>();
  readonly exited: Promise<number | null>;

  constructor(script: string, args: readonly string[], environment: Readonly<Record<string, string>>) {
    this.#process = spawn(process.execPath, [join(ROOT, script), ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        this.#wake();
      });
    }
    this.exited = once(this.#process, 'exit').then(() => {
      this.#wake();
      return this.#process.exitCode;
    });
  }

  /** All that it wrote so far. */
  get output(): string {
    return this.#output;
  }

  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** The match of `pattern` in the output, as soon as it is there. @throws when the program ends without it */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.#output);
      if (match !== null) return match;
      if (!this.isRunning) throw new Error(`ended without saying ${String(pattern)}:\n${this.#output}`);
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** SIGKILL: no chance to tidy up. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.exited;
  }

  /** SIGSTOP: it hangs, connections stay open. */
  suspend(): void {
    this.#process.kill('SIGSTOP');
  }

  /** SIGTERM. @returns the exit code */
  async stop(): Promise<number | null> {
    this.#process.kill('SIGTERM');
    return this.exited;
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
    this.#waiting.clear();
  }
}
