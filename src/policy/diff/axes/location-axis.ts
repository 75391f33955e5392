import type { Area } from '../../../spectrum/area.ts';
import { containsLocation } from '../../../spectrum/area.ts';
import { describeArea } from '../../evaluate/describe.ts';
import { placesFor } from './arrangement.ts';
import type { Axis, Branch, Notes } from './axis.ts';
import { text } from './axis.ts';

const MOST_NAMED = 3;

/** No place, and one place for each combination of areas of live statements that it can be inside of. */
export const locationAxis: Axis = function* (branch, notes) {
  const { request } = branch;
  const areas = areasOf(branch);
  // Where no area is asked for, an altitude is, and it takes a place.
  const isSingular = areas.length === 0;
  const seen = new Set<string>();
  for (const location of places(areas, notes)) {
    const inside = areas.filter((area) => containsLocation(area, location));
    const key = areas.map((area) => Number(inside.includes(area))).join('');
    if (seen.has(key)) continue;
    seen.add(key);
    yield { request: { ...request, location }, label: text(describe(inside, areas.length)), isSingular };
  }
  yield { request: { ...request, location: undefined }, label: text('not given'), isSingular };
};

const arranged = new WeakMap<
  Area,
  { readonly areas: readonly Area[]; readonly places: ReturnType<typeof placesFor> }
>();

/** The same areas come up again and again on the way through a difference. */
function places(areas: readonly Area[], notes: Notes): ReturnType<typeof placesFor> {
  const [first] = areas;
  if (first === undefined) return [{ latitude: 0, longitude: 0 }];
  const known = arranged.get(first);
  if (known?.areas.length === areas.length && known.areas.every((area, index) => area === areas[index]))
    return known.places;
  const found = placesFor(areas, notes);
  arranged.set(first, { areas, places: found });
  return found;
}

function areasOf({ live }: Branch): readonly Area[] {
  const areas = live.flatMap(({ statement, tests }) => [
    ...(statement.location ?? []),
    ...tests.flatMap(({ compiled: { operand } }) => (operand.kind === 'location' ? operand.areas : [])),
  ]);
  return [...new Set(areas)];
}

function describe(inside: readonly Area[], count: number): string {
  if (inside.length === 0) return count === 0 ? 'anywhere' : 'outside';
  const more = inside.length > MOST_NAMED ? ` and ${inside.length - MOST_NAMED} more` : '';
  return `inside ${inside.slice(0, MOST_NAMED).map(describeArea).join(' and ')}${more}`;
}
