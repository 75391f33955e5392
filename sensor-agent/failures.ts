/** The Manager can't be reached now; exit code 3. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/** The command line makes no sense; exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The Manager, or the check of it, said no. `code` is the SCOS code where there is one. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code: number | undefined;
  constructor(message: string, code?: number) {
    super(message);
    this.code = code;
  }
}

/** The state directory can't be used as it is; the message says what to do. */
export class StateError extends Error {
  override readonly name = 'StateError';
}

/** True for an error of the system with this code, such as `ENOENT`. */
export function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
