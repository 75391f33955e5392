import type { Area } from '../../spectrum/area.ts';
import { toGeoJson } from '../../spectrum/area.ts';
import type { Band } from '../../spectrum/band.ts';
import type { RecurringWindow, Term } from '../terms/tree.ts';
import type { Layout } from './json-layout.ts';
import { block, inline } from './json-layout.ts';
import { quantityText } from './quantity-text.ts';
import { windowLayout } from './time-text.ts';

/** Texts: one alone, or a list. */
export function namesLayout(names: readonly { readonly text: string }[]): Layout {
  const [first] = names;
  return first !== undefined && names.length === 1 ? first.text : names.map(({ text }) => text);
}

/** `frequency`: an alias alone, or a list. */
export function bandsLayout(terms: readonly Term<Band>[]): Layout {
  return aliasOr(terms, listOf(terms, bandLayout));
}

/** `time`: an alias alone, or a list. */
export function windowsLayout(terms: readonly Term<RecurringWindow>[]): Layout {
  return aliasOr(terms, listOf(terms, windowLayout));
}

/** `location`: an alias or a shape alone, or a list. */
export function areasLayout(terms: readonly Term<Area>[]): Layout {
  const [first] = terms;
  if (first !== undefined && terms.length === 1) return 'alias' in first ? first.alias : areaLayout(first.value);
  return listOf(terms, areaLayout);
}

/** A list of aliases and values. */
export function listOf<Value>(terms: readonly Term<Value>[], layout: (value: Value) => Layout): readonly Layout[] {
  return terms.map((term) => ('alias' in term ? term.alias : layout(term.value)));
}

/** `[lower, upper]` with units. */
export function bandLayout({ startHz, stopHz }: Band): Layout {
  return [quantityText(startHz, 'frequency'), quantityText(stopHz, 'frequency')];
}

/** GeoJSON, or a circle. */
export function areaLayout(area: Area): Layout {
  if (area.kind === 'circle') {
    const { center, radiusM } = area;
    const radius = quantityText(radiusM, 'length');
    return inline([
      [
        'circle',
        inline([
          ['center', [center.longitude, center.latitude]],
          ['radius', radius],
        ]),
      ],
    ]);
  }
  const { type, coordinates } = toGeoJson(area);
  return block([
    ['type', type],
    ['coordinates', coordinates],
  ]);
}

function aliasOr<Value>(terms: readonly Term<Value>[], list: readonly Layout[]): Layout {
  const [first] = terms;
  return first !== undefined && terms.length === 1 && 'alias' in first ? first.alias : list;
}
