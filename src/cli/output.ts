import type { Command } from './command.ts';

/** Writes `value` as JSON when asked for, else the `lines` made of it. */
export function print<T>(command: Command, value: T, lines: (value: T) => readonly string[]): void {
  const text = command.options.json === true ? JSON.stringify(value, undefined, 2) : lines(value).join('\n');
  if (text !== '') process.stdout.write(`${text}\n`);
}
