/** An exact decimal, `digits` times ten to the power of `exponent`. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** The decimal that a text writes, or `undefined`; U+2212 and the en dash are minus signs. */
export function decimalOfText(text: string): Decimal | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i.exec(text.replace(/[\u2212\u2013]/g, '-'));
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  if (whole + fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  return { digits: sign === '-' ? -digits : digits, exponent: Number(power) - fraction.length };
}

/** The decimal that JavaScript writes for a number, which is the one that stood in the JSON. */
export function decimalOfNumber(value: number): Decimal {
  return decimalOfText(String(value)) ?? { digits: 0n, exponent: 0 };
}

/** -1, 0 or 1. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const { digits } = minus(a, b);
  return digits < 0n ? -1 : digits > 0n ? 1 : 0;
}

/** The exact sum. */
export function plus(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  return { digits: digitsAt(a, exponent) + digitsAt(b, exponent), exponent };
}

/** The exact difference. */
export function minus(a: Decimal, b: Decimal): Decimal {
  return plus(a, { digits: -b.digits, exponent: b.exponent });
}

/** The exact product. */
export function times(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, exponent: a.exponent + b.exponent };
}

/** How many whole `10^exponent` there are in it; the rest is cut off. */
export function wholes(value: Decimal, exponent: number): bigint {
  return value.exponent >= exponent
    ? digitsAt(value, exponent)
    : value.digits / 10n ** BigInt(exponent - value.exponent);
}

/** The nearest number. */
export function numberOf({ digits, exponent }: Decimal): number {
  return Number(`${digits}e${exponent}`);
}

function digitsAt(value: Decimal, exponent: number): bigint {
  return value.digits * 10n ** BigInt(value.exponent - exponent);
}
