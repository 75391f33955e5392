import { posix } from 'node:path';
import type { SourceFiles } from './source-imports.ts';

const LONGEST_FILE_LINES = 400;
const LARGEST_FOLDER_FILES = 12;
const MEASURED = /^(src|sensor-agent)\/.*\.ts$/;

/** Tables that may be longer than code, each with the reason why splitting it would make it worse. */
export const LONG_TABLES: ReadonlyMap<string, string> = new Map([]);

/** Every file and folder of the shipped code that has grown past what one idea needs. */
export function oversizedIn(files: SourceFiles, tables: ReadonlyMap<string, string> = LONG_TABLES): readonly string[] {
  const measured = [...files].filter(([path]) => MEASURED.test(path) && !path.includes('/generated/'));
  const long = measured
    .map(([path, text]) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ path, lines }) => lines > LONGEST_FILE_LINES && !tables.has(path))
    .map(({ path, lines }) => `${path} has ${lines} lines, more than ${LONGEST_FILE_LINES}`);
  const crowded = [...Map.groupBy(measured, ([path]) => posix.dirname(path))]
    .filter(([, inside]) => inside.length > LARGEST_FOLDER_FILES)
    .map(([folder, inside]) => `${folder}/ holds ${inside.length} files, more than ${LARGEST_FOLDER_FILES}`);
  return [...long, ...crowded];
}
