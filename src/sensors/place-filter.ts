import type { Expression, SqlBool } from 'kysely';
import { withinArea, withinBox, withinRadius } from '../database/geography.ts';
import type { Column } from '../database/ranges.ts';
import type { Place } from './sensor-query.ts';

/** True for rows whose point `column` lies in `place`. */
export function withinPlace(column: Column, place: Place): Expression<SqlBool> {
  switch (place.kind) {
    case 'box':
      return withinBox(column, place);
    case 'circle':
      return withinRadius(column, place.center, place.radiusM);
    case 'area':
      return withinArea(column, place.area);
  }
}
