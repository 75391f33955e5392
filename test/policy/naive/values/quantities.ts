import type { Decimal } from './decimals.ts';
import { decimalOfNumber, decimalOfText, plus, times, wholes } from './decimals.ts';

/** The dimensions of §4.7. */
export type Dimension = 'frequency' | 'power' | 'time' | 'length' | 'number';

const UNITS: Readonly<Record<Dimension, Readonly<Record<string, string>>>> = {
  frequency: { Hz: '1', kHz: '1e3', MHz: '1e6', GHz: '1e9', THz: '1e12', 'S/s': '1', 'kS/s': '1e3', 'MS/s': '1e6' },
  power: { dBm: '1' },
  time: { s: '1', ms: '1e-3', us: '1e-6', min: '60', h: '3600', d: '86400' },
  length: { m: '1', km: '1e3', ft: '0.3048' },
  number: { '%': '1' },
};

/** The dimensions of fields (§4.7); any other field has none. */
export const DIMENSIONS: Readonly<Record<string, Dimension>> = {
  'frequency.min': 'frequency',
  'frequency.max': 'frequency',
  bandwidth: 'frequency',
  'resolution-bandwidth': 'frequency',
  'sample-rate': 'frequency',
  sensitivity: 'power',
  'resource.sensitivity': 'power',
  power: 'power',
  'slot-duration': 'time',
  duration: 'time',
  'storage-duration': 'time',
  'wait-time': 'time',
  interval: 'time',
  'location.altitude': 'length',
  priority: 'number',
  'concurrent-tasks': 'number',
  'battery-level': 'number',
  humidity: 'number',
};

/** null, NaN and "NaN" are absent. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === 'NaN';
}

/** a bare number is in the base unit; a text is a number and a unit, or for time an ISO 8601 duration. */
export function quantityOf(value: unknown, dimension: Dimension): Decimal | undefined {
  const quantity = typeof value === 'number' ? decimalOfNumber(value) : fromText(value, dimension);
  if (quantity === undefined || dimension !== 'time') return quantity;
  // B-14: finer than a microsecond is cut.
  return { digits: wholes(quantity, -6), exponent: -6 };
}

function fromText(value: unknown, dimension: Dimension): Decimal | undefined {
  if (typeof value !== 'string' || value === 'NaN') return undefined;
  if (dimension === 'time' && value.startsWith('P')) return isoDuration(value);
  const [, number = '', unit = ''] = /^(.*?[\d.]) *([A-Za-z/%]*)$/.exec(value) ?? [];
  const decimal = decimalOfText(number);
  const scale = unit === '' ? '1' : UNITS[dimension][unit];
  return decimal && scale !== undefined ? times(decimal, decimalOfText(scale) ?? decimal) : undefined;
}

function isoDuration(text: string): Decimal | undefined {
  const match = /^P(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$/.exec(text);
  if (match === null) return undefined;
  const seconds = [604_800, 86_400, 3600, 60, 1];
  return seconds.reduce<Decimal>((sum, each, index) => {
    const part = decimalOfText(match[index + 1] ?? '0');
    return part === undefined ? sum : plus(sum, times(part, decimalOfNumber(each)));
  }, decimalOfNumber(0));
}
