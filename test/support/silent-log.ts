import type { DatabaseLog } from '../../src/database/open-database.ts';

/** Tells nothing: for tests that look at what happens, not at what is said about it. */
export const silentLog: DatabaseLog = { info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // A test that wants to know passes its own log.
}
