import type { ConditionTest } from '../../terms/tree.ts';
import type { RequestParts } from '../request-parts.ts';

/** A value of one part of a request at or beside an edge, and which edge that is. */
export interface Point {
  readonly parts: Partial<RequestParts>;
  readonly why: string;
}

/** The part of a request that a test looks at: `band`, `time`, …, or the name of a field. */
export function slotOf({ field }: ConditionTest): string {
  switch (field.kind) {
    case 'names':
      return field.name;
    case 'context':
      return { frequency: 'band', time: 'time', location: 'place' }[field.name];
    case 'quantity':
      return BAND_FIELDS.has(field.name) ? 'band' : `field ${field.name}`;
    case 'plain':
      return `field ${field.name}`;
  }
}

/** Fields that the band of a request makes. */
export const BAND_FIELDS: ReadonlySet<string> = new Set(['frequency.min', 'frequency.max', 'bandwidth']);
