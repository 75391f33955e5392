import { readFile } from 'node:fs/promises';
import { InputFileError } from './input-file-error.ts';

/** The parsed JSON of a file that the operator gave. @throws {InputFileError} when it cannot be read or parsed */
export async function readJsonFile(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new InputFileError(path, [{ code: 'unreadable-file', detail: reasonOf(error), pointer: '' }], {
      cause: error,
    });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const detail = `not JSON: ${reasonOf(error)}`;
    throw new InputFileError(path, [{ code: 'malformed-json', detail, pointer: '' }], { cause: error });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
