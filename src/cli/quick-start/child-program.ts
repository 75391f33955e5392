import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** A program of this repository that was started here; its output goes to a file, its life ends with ours. */
export class ChildProgram {
  readonly name: string;
  readonly logFile: string;
  readonly #process: ChildProcess;
  /** Resolves with a few words on how it ended. */
  readonly ended: Promise<string>;
  #lastMessage: unknown;

  constructor(given: {
    readonly name: string;
    readonly script: string;
    readonly args: readonly string[];
    readonly logFile: string;
    readonly environment: NodeJS.ProcessEnv;
  }) {
    this.name = given.name;
    this.logFile = given.logFile;
    // The channel closes when this process dies, however it dies: the child then stops by itself.
    this.#process = spawn(process.execPath, [given.script, ...given.args], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: given.environment,
    });
    this.#process.on('message', (message) => {
      this.#lastMessage = message;
    });
    const log = createWriteStream(given.logFile, { flags: 'a', mode: 0o600 });
    this.#process.stdout?.pipe(log, { end: false });
    this.#process.stderr?.pipe(log, { end: false });
    this.ended = new Promise((resolve) => {
      this.#process.once('error', (error) => {
        resolve(error.message);
      });
      this.#process.once('exit', (code, signal) => {
        resolve(signal ?? `exit code ${String(code)}`);
      });
    });
  }

  /** What it last sent over the channel; undefined before it sent anything. */
  get lastMessage(): unknown {
    return this.#lastMessage;
  }

  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** SIGTERM, then SIGKILL when it has not ended after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    if (!this.isRunning) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    const killer = setTimeout(() => this.#process.kill('SIGKILL'), graceMs);
    await exited;
    clearTimeout(killer);
  }

  /** The end of its log, for a message about its failure. */
  async lastWords(): Promise<string> {
    const text = await readFile(this.logFile, 'utf8').catch(() => '');
    return text.trimEnd().split('\n').slice(-8).join('\n');
  }
}
