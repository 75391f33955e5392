import type { Place, PolicyFault } from '../source/fault-log.ts';
import { FaultLog } from '../source/fault-log.ts';

/** Where in a file something stands; line and column start at 1, and are absent where the text itself is broken. */
export type Position = Pick<PolicyFault, 'path' | 'pointer' | 'line' | 'column'>;

/** The position of each place, in the same order; every file is read once. */
export function locate(places: readonly Place[]): readonly Position[] {
  const log = new FaultLog();
  for (const place of places) log.warn('here', '', place);
  return log.warnings.map(({ path, pointer, line, column }) => ({
    path,
    pointer,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  }));
}
