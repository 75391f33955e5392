import type { Area } from '../../spectrum/area.ts';
import { parseArea } from '../../spectrum/area.ts';
import type { Band } from '../../spectrum/band.ts';
import { parseQuantity } from '../../spectrum/quantity.ts';
import type { FaultLog, Place } from '../source/fault-log.ts';
import type { Node } from '../source/reading.ts';
import { isJsonObject, readList, readName, readObject, readOneOrMany, spellings } from '../source/reading.ts';
import type { Term } from '../terms/tree.ts';

const MIN_MAX = spellings(['min', 'max']);

/** Read `bands` of the grammar: an alias, or a list of aliases, `[lower, upper]` and `{"min", "max"}`. */
export function readBands(node: Node, log: FaultLog): readonly Term<Band>[] {
  if (typeof node.value === 'string') return readBandAlias(node, log);
  if (isJsonObject(node.value)) return readBand(node, log);
  if (looksLikeBand(node)) {
    log.error('wrong-type', 'a band stands in a list of bands: write [["1 GHz", "2 GHz"]]', node.place);
    return [];
  }
  const items = readList(node, 'frequency', log) ?? [];
  return items.flatMap((item) => (typeof item.value === 'string' ? readBandAlias(item, log) : readBand(item, log)));
}

/** Read `shapes` of the grammar: an alias, a GeoJSON polygon, a circle, or a list of these. */
export function readAreas(node: Node, log: FaultLog): readonly Term<Area>[] {
  return (readOneOrMany(node, 'location', log) ?? []).flatMap((item): Term<Area>[] => {
    if (typeof item.value === 'string') return readAlias(item, log);
    const reading = parseArea(item.value, '');
    if (reading.ok) return [{ value: reading.area, place: item.place }];
    for (const { code, detail, pointer = '' } of reading.faults)
      log.error(code, detail, placeBelow(item.place, pointer));
    return [];
  });
}

/** A text as the name of an alias. */
export function readAlias(node: Node, log: FaultLog): { alias: string; place: Place }[] {
  const alias = readName(node, 'an alias', log);
  return alias === undefined ? [] : [{ alias, place: node.place }];
}

function readBandAlias(node: Node, log: FaultLog): Term<Band>[] {
  if (!parseQuantity(node.value, 'frequency').ok) return readAlias(node, log);
  log.error('wrong-type', 'a single frequency is no band: write [["1 GHz", "2 GHz"]]', node.place);
  return [];
}

function readBand(node: Node, log: FaultLog): Term<Band>[] {
  const edges = edgesOf(node, log);
  if (edges === undefined) return [];
  const [startHz, stopHz] = edges.map((edge) => readFrequency(edge, log));
  if (startHz === undefined || stopHz === undefined) return [];
  if (startHz >= stopHz) {
    log.error('inverted-band', `the band must end above its start; got ${startHz}..${stopHz} Hz`, node.place);
    return [];
  }
  return [{ value: { startHz, stopHz }, place: node.place }];
}

function edgesOf(node: Node, log: FaultLog): readonly [Node, Node] | undefined {
  if (isJsonObject(node.value)) {
    const members = readObject(node, { what: 'a band', keys: MIN_MAX, log })?.known;
    const [min, max] = [members?.get('min'), members?.get('max')];
    if (min !== undefined && max !== undefined) return [min, max];
  } else if (Array.isArray(node.value) && node.value.length === 2) {
    const [min, max] = readList(node, 'a band', log) ?? [];
    if (min !== undefined && max !== undefined) return [min, max];
  }
  log.error('wrong-type', 'a band must be an alias, [lower, upper], or {"min", "max"}', node.place);
  return undefined;
}

function readFrequency({ value, place }: Node, log: FaultLog): number | undefined {
  const reading = parseQuantity(value, 'frequency');
  if (!reading.ok) {
    log.error(reading.problem === 'unknown-unit' ? 'wrong-unit' : 'wrong-type', reading.detail, place);
    return undefined;
  }
  if (reading.value < 0) log.error('out-of-range', 'a frequency must not be negative', place);
  return reading.value;
}

function looksLikeBand({ value }: Node): boolean {
  return Array.isArray(value) && value.length === 2 && value.every((item) => parseQuantity(item, 'frequency').ok);
}

function placeBelow(place: Place, pointer: string): Place {
  const keys = pointer.split('/').slice(1);
  return keys.reduce((at, key) => at.at(key.replaceAll('~1', '/').replaceAll('~0', '~')), place);
}
