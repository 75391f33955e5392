import { decide } from '../../../policy/decide.ts';
import { statementName } from '../../../policy/decision-json.ts';
import type { Decision } from '../../../policy/decision.ts';
import type { PolicySet } from '../../../policy/policy-set.ts';
import { parsePolicyRequest } from '../../../policy/request-json.ts';
import type { PolicyRequest } from '../../../policy/request.ts';
import type { KeptDecision } from './kept-decisions.ts';

/** What of a policy's change meets requests that were made. */
export interface Impact {
  /** Decisions that were looked at. */
  readonly decisions: number;
  /** Those made again under both sets. */
  readonly replayed: number;
  /** Reads of many things, of which no single request is kept, and requests that can't be read. */
  readonly notReplayable: number;
  /** Those that the set in force decides otherwise than they were decided: other changes since, not the draft's doing. */
  readonly changedSince: number;
  /** Permitted by both, with other settings. */
  readonly otherSettings: number;
  readonly flips: number;
  /** The largest first. */
  readonly groups: readonly FlipGroup[];
}

/** Decisions of one Actor on one thing in one band that the draft turns round. */
export interface FlipGroup {
  readonly actor: string;
  /** A sensor, or whatever else it was about. */
  readonly resource: string;
  /** Hz; absent where the request has none. */
  readonly band?: { readonly min: number; readonly max: number };
  /** What the draft says. */
  readonly becomes: Decision['decision'];
  /** Why the draft says so. */
  readonly reason: string;
  /** The statements that decide then; where nothing permits it any more, those that did. */
  readonly statements: readonly string[];
  readonly count: number;
  /** Ids of the newest of them. */
  readonly examples: readonly string[];
}

const MOST_EXAMPLES = 3;

/** Makes kept decisions again under the set in force and under the draft laid over it. */
export class ImpactReplay {
  readonly #inForce: PolicySet;
  readonly #draft: PolicySet;
  readonly #groups = new Map<string, FlipGroup>();
  readonly #counts = { decisions: 0, replayed: 0, notReplayable: 0, changedSince: 0, otherSettings: 0, flips: 0 };

  constructor(inForce: PolicySet, draft: PolicySet) {
    this.#inForce = inForce;
    this.#draft = draft;
  }

  add(kept: KeptDecision): void {
    this.#counts.decisions += 1;
    const reading = kept.request === null ? undefined : parsePolicyRequest(kept.request);
    if (reading?.ok !== true) {
      this.#counts.notReplayable += 1;
      return;
    }
    this.#counts.replayed += 1;
    const { request } = reading;
    const now = decide(this.#inForce, request);
    const then = decide(this.#draft, request);
    if (now.decision !== kept.outcome) this.#counts.changedSince += 1;
    if (now.decision !== then.decision) this.#addFlip(kept, request, { now, then });
    else if (hasOtherSettings(now, then)) this.#counts.otherSettings += 1;
  }

  result(): Impact {
    const groups = [...this.#groups.values()].sort((a, b) => b.count - a.count || (keyOf(a) < keyOf(b) ? -1 : 1));
    return { ...this.#counts, groups };
  }

  #addFlip(kept: KeptDecision, { band }: PolicyRequest, decisions: Flip): void {
    this.#counts.flips += 1;
    const flip = {
      actor: kept.actor,
      resource: kept.resource ?? '',
      ...(band && { band: { min: band.startHz, max: band.stopHz } }),
      becomes: decisions.then.decision,
      reason: decisions.then.reason,
      statements: decidingStatements(decisions),
    };
    const key = keyOf(flip);
    const known = this.#groups.get(key);
    const examples = known?.examples ?? [];
    this.#groups.set(key, {
      ...flip,
      count: (known?.count ?? 0) + 1,
      examples: examples.length < MOST_EXAMPLES ? [...examples, kept.id] : examples,
    });
  }
}

interface Flip {
  readonly now: Decision;
  readonly then: Decision;
}

function keyOf({ actor, resource, band, becomes, reason, statements }: Omit<FlipGroup, 'count' | 'examples'>): string {
  return JSON.stringify([actor, resource, band?.min, band?.max, becomes, reason, statements]);
}

function hasOtherSettings(now: Decision, then: Decision): boolean {
  if (now.decision === 'Deny' || then.decision === 'Deny') return false;
  const sorted = ({ settings }: typeof now) => JSON.stringify(Object.entries(settings).sort());
  return sorted(now) !== sorted(then);
}

/** For a denial what stands in the way; for a permit the statements that match then and did not, or all that do. */
function decidingStatements({ now, then }: Flip): readonly string[] {
  if (then.decision === 'Deny' && !then.reason.startsWith('no-accept')) return then.because.map(statementName);
  const [before, after] = [now, then].map(({ matched }) => matched.map(statementName)) as [string[], string[]];
  const [from, without] = then.decision === 'Permit' ? [after, before] : [before, after];
  const changed = from.filter((statement) => !without.includes(statement));
  return changed.length > 0 ? changed : from;
}
