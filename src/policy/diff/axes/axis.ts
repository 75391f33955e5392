import type { PolicyRequest } from '../../request.ts';
import type { AxisName, LiveStatement } from '../live-statement.ts';
import type { PartLabel } from '../policy-difference.ts';

/** What of a request is settled so far, and the statements that may still match it. */
export interface Branch {
  readonly request: PolicyRequest;
  readonly live: readonly LiveStatement[];
  readonly open: ReadonlySet<AxisName>;
}

/** One way to settle an axis. */
export interface Choice {
  readonly request: PolicyRequest;
  readonly label: PartLabel;
  /** It stands for nothing but itself, however much another one looks like it. */
  readonly isSingular?: boolean;
}

/** Where notes are left of what was not looked at. */
export interface Notes {
  leaveOut(what: string): void;
}

/** Every way to settle one axis that some live statement could tell from the others. */
export type Axis = (branch: Branch, notes: Notes) => Iterable<Choice>;

/** A label of one text. */
export function text(label: string): PartLabel {
  return { kind: 'texts', texts: [label] };
}
