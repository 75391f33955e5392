import { BASE_UNITS, formatQuantity } from '../../../spectrum/quantity.ts';
import { dimensionOfAttribute, findAttribute } from '../../../policy/terms/registry.ts';
import type { Evaluation } from './evaluation.ts';

/** A decision for people: what, why, and what comes with it. */
export function evaluationLines(evaluation: Evaluation): readonly string[] {
  const { decision, reason, code, because, matched, defaults } = evaluation;
  const verdict = decision === 'Permit' ? 'permit' : `deny: ${reason} (code ${code})`;
  return [
    verdict,
    // Most details name their statement themselves.
    ...because.map(({ policy, statement, detail }) =>
      policy === '' || detail.includes(`\`${policy}\` (${statement})`)
        ? `  ${detail}`
        : `  ${policy}#${statement}: ${detail}`,
    ),
    ...labelled('matched', matched),
    ...labelled(
      'default',
      defaults.map((step) => `the ${step} is accepted by default`),
    ),
    ...labelled('imposes', Object.entries(evaluation.set ?? {}).map(settingText)),
    ...labelled(
      'obliges',
      evaluation.obligations.map(({ action, statement }) => `${action} (${statement})`),
    ),
    ...labelled('occupied', evaluation.occupied === null ? [] : [evaluation.occupied ? 'yes' : 'no']),
  ];
}

/** Aligned under a label, which only the first line bears. */
export function labelled(label: string, texts: readonly string[]): readonly string[] {
  return texts.map((text, index) => `${(index === 0 ? label : '').padEnd(9)} ${text}`);
}

function settingText([name, value]: readonly [string, number | boolean | string]): string {
  const attribute = findAttribute(name);
  const dimension = attribute && dimensionOfAttribute(attribute);
  const isQuantity = dimension !== undefined && BASE_UNITS[dimension] !== '' && typeof value === 'number';
  return `${attribute?.spelling ?? name} ${isQuantity ? formatQuantity(value, dimension) : String(value)}`;
}
