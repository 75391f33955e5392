import { BandSet } from '../compile/band-set.ts';
import type { PartLabel, PartName, PolicyDifference } from './policy-difference.ts';

const PARTS: readonly PartName[] = ['frequency', 'time', 'location', 'task', 'resource', 'actor'];

/** Differences of one sort that are alike in all parts but one as one, part after part; touching bands are joined. */
export function mergeDifferences(differences: readonly PolicyDifference[]): readonly PolicyDifference[] {
  return PARTS.reduce<readonly PolicyDifference[]>(mergeBy, differences.map(joinBands));
}

function mergeBy(differences: readonly PolicyDifference[], part: PartName): readonly PolicyDifference[] {
  const groups = Map.groupBy(differences, ({ change, scope, namespace, parts, fields, statements }) =>
    JSON.stringify([change, scope, namespace, { ...parts, [part]: part in parts }, fields, statements]),
  );
  return [...groups.values()].flatMap(([first, ...rest]) => {
    if (first === undefined) return [];
    const labels = [first, ...rest].flatMap(({ parts }) => parts[part] ?? []);
    return [
      labels.length === 0 ? first : joinBands({ ...first, parts: { ...first.parts, [part]: joinLabels(labels) } }),
    ];
  });
}

function joinLabels(labels: readonly PartLabel[]): PartLabel {
  const texts = [...new Set(labels.flatMap((label) => label.texts))];
  const bands = labels.flatMap((label) => (label.kind === 'bands' ? label.bands : []));
  return bands.length === 0 ? { kind: 'texts', texts } : { kind: 'bands', bands, texts };
}

function joinBands(difference: PolicyDifference): PolicyDifference {
  const { frequency } = difference.parts;
  if (frequency?.kind !== 'bands') return difference;
  // A single frequency is no band that could be joined.
  const single = frequency.bands.filter(({ startHz, stopHz }) => startHz === stopHz);
  const wide = new BandSet(frequency.bands.filter(({ startHz, stopHz }) => startHz < stopHz)).bands;
  return { ...difference, parts: { ...difference.parts, frequency: { ...frequency, bands: [...single, ...wide] } } };
}
