import { describeBand } from '../../../policy/evaluate/describe.ts';
import { toRequestJson } from '../../../policy/request-to-json.ts';
import type { Decision } from '../../../policy/decision.ts';
import type { PartLabel, PolicyDifference, PolicySetDifference } from '../../../policy/diff/policy-difference.ts';
import { formatQuantity } from '../../../spectrum/quantity.ts';

const MOST_TEXTS = 4;
const TITLES: Readonly<Record<PolicyDifference['change'], string>> = {
  permitted: 'permitted now',
  denied: 'denied now',
  settings: 'other settings',
  obligations: 'other obligations',
};

/** The differences for people; the last line says how many there are. */
export function differenceLines({ differences, isComplete, notLookedAt }: PolicySetDifference): readonly string[] {
  const count = differences.length;
  const summary = count === 0 ? 'no request is decided differently' : `${count} difference${count === 1 ? '' : 's'}`;
  return [
    ...differences.flatMap(linesOf),
    ...notLookedAt.map((what) => `not looked at: ${what}`),
    isComplete ? summary : `${count === 0 ? 'no difference found' : summary}; there may be more`,
  ];
}

/** The differences as JSON. */
export function differenceJson({ differences, isComplete, notLookedAt }: PolicySetDifference): unknown {
  return {
    complete: isComplete,
    not_looked_at: notLookedAt,
    differences: differences.map(({ counterexample, parts, ...rest }) => ({
      ...rest,
      parts: Object.fromEntries(Object.entries(parts).map(([name, label]) => [name, labelJson(label)])),
      counterexample: {
        request: toRequestJson(counterexample.request),
        old: outcomeOf(counterexample.old),
        new: outcomeOf(counterexample.new),
      },
    })),
  };
}

function linesOf({ change, scope, namespace, parts, fields, statements, counterexample }: PolicyDifference): string[] {
  const rows: (readonly [string, string])[] = [
    ['scope', namespace === 'global' ? scope : `${scope}, namespace ${namespace}`],
    ...Object.entries(parts).map(([name, label]) => [name, labelText(label)] as const),
    ...Object.entries(fields).map(([name, texts]) => [name, someOf(texts)] as const),
    ...(statements.old.length > 0 ? [['old', someOf(statements.old)] as const] : []),
    ...(statements.new.length > 0 ? [['new', someOf(statements.new)] as const] : []),
    ['example', JSON.stringify(toRequestJson(counterexample.request))],
    ['', `old: ${outcomeText(counterexample.old)}; new: ${outcomeText(counterexample.new)}`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [TITLES[change], ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`), ''];
}

function labelText(label: PartLabel): string {
  const bands = label.kind === 'bands' ? label.bands : [];
  return someOf([
    ...bands.map((band) =>
      Number.isFinite(band.stopHz) ? describeBand(band) : `${formatQuantity(band.startHz, 'frequency')} and above`,
    ),
    ...label.texts,
  ]);
}

function labelJson(label: PartLabel): unknown {
  const texts = label.texts.length > 0 ? { texts: label.texts } : {};
  if (label.kind === 'texts') return texts;
  const bands = label.bands.map(({ startHz, stopHz }) => ({
    min: startHz,
    max: Number.isFinite(stopHz) ? stopHz : null,
  }));
  return { bands, ...texts };
}

function someOf(texts: readonly string[]): string {
  const more = texts.length > MOST_TEXTS ? ` and ${texts.length - MOST_TEXTS} more` : '';
  return texts.slice(0, MOST_TEXTS).join(', ') + more;
}

function outcomeOf(decision: Decision): unknown {
  const { decision: outcome, reason, code, obligations } = decision;
  return {
    decision: outcome,
    reason,
    code,
    set: decision.decision === 'Permit' ? decision.settings : null,
    obligations,
  };
}

function outcomeText(decision: Decision): string {
  if (decision.decision === 'Deny') return decision.reason;
  const settings = Object.entries(decision.settings).map(([name, value]) => `${name} ${String(value)}`);
  return settings.length === 0 ? 'permit' : `permit with ${settings.join(', ')}`;
}
