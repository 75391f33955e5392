import { isAbsentValue, parseQuantity } from '../../spectrum/quantity.ts';
import type { JsonValue } from '../source/json-text.ts';

/**
 * Whether power readings amount to an occupied band: each at or above the threshold (dBm) is a detection, and the rule
 * joins them. `undefined` when there is no reading, or an unusable one could turn the answer.
 */
export function isOccupied(reports: readonly JsonValue[], thresholdDbm: number, rule: string): boolean | undefined {
  const readings = reports.filter((report) => !isAbsentValue(report)).map((report) => parseQuantity(report, 'power'));
  if (readings.length === 0) return undefined;
  const detections = readings.filter((reading) => reading.ok && reading.value >= thresholdDbm).length;
  const unusable = readings.filter((reading) => !reading.ok).length;
  const least = joined(rule, detections, readings.length);
  return least === joined(rule, detections + unusable, readings.length) ? least : undefined;
}

function joined(rule: string, detections: number, count: number): boolean {
  if (rule === 'OR') return detections > 0;
  return rule === 'AND' ? detections === count : detections * 2 > count;
}
