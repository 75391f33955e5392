/** A half-open band of frequencies `[startHz, stopHz)`: neighbours touch without overlapping. */
export interface Band {
  readonly startHz: number;
  readonly stopHz: number;
}

/** The band of `widthHz` around `centerHz`. */
export function bandAround(centerHz: number, widthHz: number): Band {
  return { startHz: centerHz - widthHz / 2, stopHz: centerHz + widthHz / 2 };
}

export function widthHz(band: Band): number {
  return band.stopHz - band.startHz;
}

export function centerHz(band: Band): number {
  return (band.startHz + band.stopHz) / 2;
}

/** True when the whole of `inner` lies in `outer`. */
export function containsBand(outer: Band, inner: Band): boolean {
  return outer.startHz <= inner.startHz && inner.stopHz <= outer.stopHz;
}

/** The smallest band with whole-hertz edges that contains `band`. */
export function toWholeHertz(band: Band): Band {
  return { startHz: Math.floor(band.startHz), stopHz: Math.ceil(band.stopHz) };
}

/** The band as text for messages, exact, in hertz. */
export function formatBand(band: Band): string {
  return `${band.startHz}..${band.stopHz} Hz`;
}
