import type { Band } from '../../../spectrum/band.ts';
import { edgeValues } from '../../nearest/adjustable-fields.ts';
import type { PolicyRequest } from '../../request.ts';
import type { Axis, Branch, Choice, Notes } from './axis.ts';
import { text } from './axis.ts';

const MOST_EDGES_OF_WHOLE_BANDS = 24;

/**
 * No band, and each piece between two edges of live statements. Where a condition looks at the band as a whole, also the
 * bands that span several pieces, of each width that matters.
 */
export const frequencyAxis: Axis = function* (branch, notes) {
  const { request, live } = branch;
  const edges = [
    ...new Set([
      0,
      ...live.flatMap(({ statement }) =>
        statement.bandSets.flatMap(({ bands }) => bands.flatMap((band) => [band.startHz, band.stopHz])),
      ),
    ]),
  ]
    .filter((edge) => edge >= 0 && Number.isFinite(edge))
    .sort((a, b) => a - b);
  if (asksForWholeBand(branch)) yield* wholeBands(branch, edges, notes);
  else yield* piecesBetween(edges, request);
  yield { request: { ...request, band: undefined }, label: text('not given') };
};

function* piecesBetween(edges: readonly number[], request: PolicyRequest): Generator<Choice> {
  for (const [index, startHz] of edges.entries()) {
    const stopHz = edges[index + 1] ?? Infinity;
    // The last piece has no end; any stretch of it will do.
    const band = { startHz, stopHz: Number.isFinite(stopHz) ? stopHz : startHz + 1e6 };
    yield { request: { ...request, band }, label: { kind: 'bands', bands: [{ startHz, stopHz }], texts: [] } };
  }
}

function asksForWholeBand({ live }: Branch): boolean {
  return live.some(({ tests }) =>
    tests.some(
      ({ compiled, axis }) =>
        (axis === 'frequency' && compiled.operand.kind === 'quantity') ||
        (axis === 'frequency' && compiled.operand.kind === 'list'),
    ),
  );
}

/** Bands between any two edges, and of each width that conditions tell apart at each edge, just before and just after. */
function* wholeBands({ request, live }: Branch, pieces: readonly number[], notes: Notes): Generator<Choice> {
  const valuesOf = (isWidth: boolean) =>
    live.flatMap(({ tests }) =>
      tests
        .filter(({ compiled, axis }) => axis === 'frequency' && (compiled.test.field.name === 'bandwidth') === isWidth)
        .flatMap(({ compiled }) => edgeValues(compiled).filter((value) => typeof value === 'number')),
    );
  const edges = [...new Set([...pieces, ...valuesOf(false)])].sort((a, b) => a - b);
  const widths = [...new Set([0, 1, ...valuesOf(true)])].sort((a, b) => a - b);
  if (edges.length > MOST_EDGES_OF_WHOLE_BANDS) notes.leaveOut('some bands, where conditions look at whole bands');
  const used = edges.slice(0, MOST_EDGES_OF_WHOLE_BANDS);
  const found = new Map<string, Band>();
  const add = (startHz: number, stopHz: number) => {
    if (startHz >= 0 && stopHz >= startHz) found.set(`${startHz} ${stopHz}`, { startHz, stopHz });
  };
  for (const edge of used) {
    for (const width of widths) {
      for (const start of [edge, edge + 1, edge - 1, edge - width, edge - width + 1]) add(start, start + width);
    }
    for (const other of used) add(edge, other);
  }
  for (const band of found.values()) {
    yield { request: { ...request, band }, label: { kind: 'bands', bands: [band], texts: [] }, isSingular: true };
  }
}
