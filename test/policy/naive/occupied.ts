import type { Truth } from './truth.ts';
import { and, or } from './truth.ts';
import { decimalOfNumber, compareDecimals } from './values/decimals.ts';
import { isAbsent, quantityOf } from './values/quantities.ts';

/** §4.7: whether the reports, joined by the rule, say that the band is occupied. Absent reports don't count. */
export function occupied(reports: readonly unknown[], thresholdDbm: number, rule: string): Truth {
  const threshold = decimalOfNumber(thresholdDbm);
  const detections = reports
    .filter((report) => !isAbsent(report))
    .map((report): Truth => {
      const power = quantityOf(report, 'power');
      return power && compareDecimals(power, threshold) >= 0;
    });
  if (detections.length === 0) return undefined;
  if (rule === 'OR') return or(detections);
  if (rule === 'AND') return and(detections);
  const count = (truth: Truth) => detections.filter((one) => one === truth).length;
  if (count(true) * 2 > detections.length) return true;
  return (count(true) + count(undefined)) * 2 > detections.length ? undefined : false;
}
