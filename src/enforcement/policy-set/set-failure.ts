/** Something that could not be done at all: `what` anybody may know, `why` may name files of the machine. */
export interface SetFailure {
  readonly what: string;
  readonly why: string;
}

/** What stands in a failure's way, in the words of `error`. */
export function toFailure(what: string, error: unknown): SetFailure {
  return { what, why: error instanceof Error ? error.message : 'unknown failure' };
}

/** Whether it is the same as before, so that it need not be told again. */
export function isSameFailure(a: SetFailure, b: SetFailure | undefined): boolean {
  return a.what === b?.what && a.why === b.why;
}
