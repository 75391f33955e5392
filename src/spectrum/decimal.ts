/** An exact decimal number, `digits × 10^exponent`. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

const NUMBER = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d{1,3}))?$/;
/** Longer texts are refused: nothing physical needs them, and exact arithmetic on them would be slow. */
const LONGEST_NUMBER = 64;

/** The decimal that `text` writes; U+2212 and the en dash read as minus. `undefined` when it is no number. */
export function parseDecimal(text: string): Decimal | undefined {
  if (text.length > LONGEST_NUMBER) return undefined;
  const match = NUMBER.exec(text.replace(/[\u2212\u2013]/g, '-'));
  const mantissa = match?.[2];
  if (match === null || mantissa === undefined) return undefined;
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = BigInt(whole + fraction) * (match[1] === '-' ? -1n : 1n);
  return { digits, exponent: Number(match[3] ?? '0') - fraction.length };
}

/** `value` as the shortest decimal that reads back as the same double. `value` must be finite. */
export function decimalOf(value: number): Decimal {
  const decimal = parseDecimal(String(value));
  if (decimal === undefined) throw new RangeError(`${value} is no finite number`);
  return decimal;
}

/** The exact product. */
export function multiply(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, exponent: a.exponent + b.exponent };
}

/** The exact sum. */
export function add(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  return { digits: scaledTo(a, exponent) + scaledTo(b, exponent), exponent };
}

/** `value` without what is finer than `10^exponent`; cut towards zero, never rounded. */
export function cutAt(value: Decimal, exponent: number): Decimal {
  if (value.exponent >= exponent) return value;
  return { digits: value.digits / 10n ** BigInt(exponent - value.exponent), exponent };
}

/** The nearest double. */
export function toNumber(value: Decimal): number {
  return Number(`${value.digits.toString()}e${value.exponent}`);
}

function scaledTo(value: Decimal, exponent: number): bigint {
  return value.digits * 10n ** BigInt(value.exponent - exponent);
}
