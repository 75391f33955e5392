import type { Config } from '../../config.ts';
import type { ApiClient } from '../api-client.ts';
import type { Command } from '../command.ts';

/** What a verb may use beside the words of the command line. */
export interface PolicyContext {
  readonly config: Config;
  /** The Manager that `--server`, the environment or this machine names; asked only by verbs that need one. */
  readonly api: () => Promise<ApiClient>;
  /** Where relative paths begin: the directory in which the command was typed. */
  readonly directory: string;
  /** Everything on standard input. */
  readonly standardInput: () => Promise<string>;
}

/** One verb of `clearband policy`. */
export interface PolicyVerb {
  /** What follows the verb on the command line, for the usage. */
  readonly usage: string;
  readonly summary: string;
  /** @returns the exit code: 0 fine, 1 failed or denied. @throws {UsageError} @throws {ApiError} */
  run(command: Command, context: PolicyContext): Promise<number>;
}
