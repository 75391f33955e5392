import { decimalOf } from '../../spectrum/decimal.ts';
import type { Dimension } from '../../spectrum/quantity.ts';

/** A unit, and how many base units it is: `factor × 10^exponent`. */
interface Unit {
  readonly name: string;
  readonly exponent: number;
  readonly factor?: bigint;
}

const HERTZ: readonly Unit[] = ['Hz', 'kHz', 'MHz', 'GHz', 'THz'].map((name, index) => ({ name, exponent: index * 3 }));
const SAMPLES: readonly Unit[] = ['S/s', 'kS/s', 'MS/s'].map((name, index) => ({ name, exponent: index * 3 }));
/** From the largest down; a duration is given in the first of which it is a whole number. */
const TIMES: readonly Unit[] = [
  { name: 'd', exponent: 0, factor: 86_400n },
  { name: 'h', exponent: 0, factor: 3600n },
  { name: 'min', exponent: 0, factor: 60n },
  { name: 's', exponent: 0 },
  { name: 'ms', exponent: -3 },
  { name: 'us', exponent: -6 },
];
const METRES: Unit = { name: 'm', exponent: 0 };
const KILOMETRES: Unit = { name: 'km', exponent: 3 };
/** A number written out with more characters than this is written with an exponent. */
const LONGEST_NUMBER = 40;

/**
 * A quantity in base units as a policy writes it, in one readable unit; it reads back as exactly the same number. Bands
 * follow No. 2.1 of the ITU Radio Regulations: kHz up to 3000 kHz, MHz up to 3000 MHz, then GHz. Plain numbers stay.
 */
export function quantityText(value: number, dimension: Dimension, field = ''): string | number {
  switch (dimension) {
    case 'frequency':
      return withUnit(value, field === 'sample-rate' ? unitOfRate(value) : unitOfFrequency(value));
    case 'time':
      return durationText(value);
    case 'length':
      return lengthText(value);
    case 'power':
      return withUnit(value, { name: 'dBm', exponent: 0 });
    case 'number':
      return value;
  }
}

function unitOfFrequency(hz: number): Unit {
  const size = Math.abs(hz);
  // The Regulations begin at kHz; what is below 1 kHz is no radio frequency but a resolution.
  if (size < 1e3) return at(HERTZ, 0);
  if (size <= 3e6) return at(HERTZ, 1);
  if (size <= 3e9) return at(HERTZ, 2);
  return size <= 3e12 ? at(HERTZ, 3) : at(HERTZ, 4);
}

function unitOfRate(perSecond: number): Unit {
  const size = Math.abs(perSecond);
  return at(SAMPLES, size < 1e3 ? 0 : size < 1e6 ? 1 : 2);
}

function at(units: readonly Unit[], index: number): Unit {
  return units[index] ?? { name: '', exponent: 0 };
}

function durationText(seconds: number): string {
  const unit = seconds === 0 ? undefined : TIMES.find((one) => isWholeIn(seconds, one));
  if (unit === undefined) return withUnit(seconds, { name: 's', exponent: 0 });
  if (unit.factor === undefined) return withUnit(seconds, unit);
  return `${seconds / Number(unit.factor)} ${unit.name}`;
}

function isWholeIn(seconds: number, { exponent, factor = 1n }: Unit): boolean {
  if (factor !== 1n) return Number.isSafeInteger(seconds) && seconds % Number(factor) === 0;
  const { digits, exponent: finest } = decimalOf(seconds);
  return finest >= exponent || digits % 10n ** BigInt(exponent - finest) === 0n;
}

/** Kilometres where that is shorter. */
function lengthText(metres: number): string {
  const inMetres = withUnit(metres, METRES);
  const inKilometres = withUnit(metres, KILOMETRES);
  return Math.abs(metres) >= 1000 && inKilometres.length < inMetres.length ? inKilometres : inMetres;
}

/** The shortest decimal that means `value`, moved by the unit's power of ten: nothing is rounded. */
function withUnit(value: number, { name, exponent }: Unit): string {
  const decimal = decimalOf(value);
  return `${plain(decimal.digits, decimal.exponent - exponent)} ${name}`;
}

function plain(digits: bigint, exponent: number): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString();
  if (digits === 0n) return '0';
  if (text.length + Math.abs(exponent) > LONGEST_NUMBER) return `${sign}${text}e${exponent}`;
  if (exponent >= 0) return `${sign}${text}${'0'.repeat(exponent)}`;
  const padded = text.padStart(1 - exponent, '0');
  const whole = padded.slice(0, exponent);
  const fraction = padded.slice(exponent).replace(/0+$/, '');
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
