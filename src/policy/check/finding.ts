import type { Place, PolicyFault } from '../source/fault-log.ts';
import { ADVICE } from './advice.ts';
import { locate } from './locate.ts';

/** An error keeps the set from loading; a warning is most likely a mistake; a note is worth knowing. */
export type Severity = 'error' | 'warning' | 'note';

/** Something that a regulator should know of a policy file, where it is, and what to do. */
export interface Finding extends PolicyFault {
  readonly severity: Severity;
  /** One sentence. */
  readonly advice: string;
}

interface Entry {
  readonly code: string;
  readonly severity: Severity;
  readonly detail: string;
  readonly place: Place;
}

/** Collects what the checks find. */
export class FindingLog {
  readonly #entries: Entry[] = [];

  warn(code: string, detail: string, place: Place): void {
    this.#entries.push({ code, severity: 'warning', detail, place });
  }

  note(code: string, detail: string, place: Place): void {
    this.#entries.push({ code, severity: 'note', detail, place });
  }

  /** With positions, in the order in which they were found. */
  get findings(): readonly Finding[] {
    const positions = locate(this.#entries.map(({ place }) => place));
    return this.#entries.flatMap(({ code, severity, detail }, index) => {
      const position = positions[index];
      return position === undefined ? [] : [{ code, severity, detail, ...position, advice: adviceFor(code) }];
    });
  }
}

/** A fault or warning of the loader as a finding. */
export function findingOf(fault: PolicyFault, severity: Severity): Finding {
  return { ...fault, severity, advice: adviceFor(fault.code) };
}

function adviceFor(code: string): string {
  return ADVICE.get(code) ?? 'write what the message asks for';
}
