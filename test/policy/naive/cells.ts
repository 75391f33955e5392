import { expand } from './aliases.ts';
import type { Point } from './conditions.ts';
import { bandEdges } from './context/bands.ts';
import { windowEdges } from './context/windows.ts';
import type { NaiveAlias, NaiveStatement } from './documents.ts';
import { isObject, loose } from './json.ts';
import type { NaiveRequest } from './request.ts';
import type { Decimal } from './values/decimals.ts';
import { compareDecimals, wholes } from './values/decimals.ts';

/**
 * Cut the request at every edge of a band and of a window that occurs in the statements (§4.5, step 2), and take the
 * first frequency and the first instant of each piece: bands and windows are half-open, so they stand for all of it.
 */
export function cellsOf(
  request: NaiveRequest,
  statements: readonly NaiveStatement[],
  aliases: readonly NaiveAlias[],
): readonly Pick<Point, 'hz' | 'at'>[] {
  const found = (key: 'frequency' | 'time') =>
    statements.flatMap(({ json, namespace }) =>
      valuesUnder(key, json).flatMap((value) => expand(value, key, { aliases, namespace })),
    );
  const hertz = frequenciesOf(request, found('frequency').flatMap(bandEdges));
  const instants = instantsOf(request, (from, to) => found('time').flatMap((window) => windowEdges(window, from, to)));
  return hertz.flatMap((hz) => instants.map((at) => ({ hz, at })));
}

function frequenciesOf({ frequency }: NaiveRequest, edges: readonly Decimal[]): readonly (Decimal | undefined)[] {
  if (frequency === undefined) return [undefined];
  const { min, max } = frequency;
  const inside = edges.filter((edge) => compareDecimals(min, edge) < 0 && compareDecimals(edge, max) < 0);
  return [min, ...inside].filter((hz, index, all) => all.findIndex((one) => compareDecimals(one, hz) === 0) === index);
}

function instantsOf(
  { time, duration }: NaiveRequest,
  edgesBetween: (from: bigint, to: bigint) => readonly bigint[],
): readonly (bigint | undefined)[] {
  if (time === undefined) return [undefined];
  const end = time + (duration === undefined ? 0n : wholes(duration, -6));
  const inside = edgesBetween(time, end).filter((edge) => time < edge && edge < end);
  return [...new Set([time, ...inside])];
}

/** What stands under a key anywhere in a statement, be it the key of the statement or a field of its condition. */
function valuesUnder(key: string, json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json.flatMap((item) => valuesUnder(key, item));
  if (!isObject(json)) return [];
  return Object.entries(json).flatMap(([name, value]) => {
    if (loose(name) !== key) return valuesUnder(key, value);
    // Field first: the operators stand between the field and its values.
    const operands = isObject(value) ? ['in', 'equals'].flatMap((one) => valuesUnder(one, value)) : [];
    return operands.length > 0 ? operands : [value];
  });
}
