import type { Area } from '../../spectrum/area.ts';
import type { Band } from '../../spectrum/band.ts';
import type { Location } from '../../spectrum/location.ts';
import { formatQuantity } from '../../spectrum/quantity.ts';
import type { RecurringWindow } from '../terms/tree.ts';

const MOST = 3;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** A band in readable units; a single frequency as one. */
export function describeBand({ startHz, stopHz }: Band): string {
  const start = formatQuantity(startHz, 'frequency');
  return startHz === stopHz ? start : `${start}..${formatQuantity(stopHz, 'frequency')}`;
}

/** The first few of many bands. */
export function describeBands(bands: readonly Band[]): string {
  return firstFew(bands.map(describeBand));
}

/** Degrees, latitude first. */
export function describePlace({ latitude, longitude }: Location): string {
  return `${latitude}, ${longitude}`;
}

/** A circle by centre and radius; polygons by their number. */
export function describeArea(area: Area): string {
  if (area.kind === 'circle') return `${formatQuantity(area.radiusM, 'length')} around ${describePlace(area.center)}`;
  return area.polygons.length === 1 ? 'a polygon' : `${area.polygons.length} polygons`;
}

/** RFC 3339, UTC; microseconds only where there are some. */
export function describeInstant(micros: number): string {
  const text = new Date(Math.floor(micros / 1000)).toISOString();
  const finer = ((micros % 1000) + 1000) % 1000;
  const full = finer === 0 ? text : `${text.slice(0, -1)}${String(finer).padStart(3, '0')}Z`;
  return full.replace('.000Z', 'Z');
}

/** The first few of many time windows. */
export function describeWindows(windows: readonly RecurringWindow[]): string {
  return firstFew(windows.map(describeWindow));
}

function describeWindow(window: RecurringWindow): string {
  if (window.kind === 'span') {
    const from = Number.isFinite(window.startMicros) ? `from ${describeInstant(window.startMicros)}` : '';
    const to = Number.isFinite(window.stopMicros) ? `to ${describeInstant(window.stopMicros)}` : '';
    return [from, to].filter((part) => part !== '').join(' ');
  }
  const days = window.days.length === 7 ? 'daily' : window.days.map((day) => DAYS[day] ?? '').join(', ');
  return `${days} ${describeClock(window.startSeconds)}-${describeClock(window.stopSeconds)} UTC`;
}

function describeClock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  return (parts[2] === 0 ? parts.slice(0, 2) : parts).map((part) => String(part).padStart(2, '0')).join(':');
}

function firstFew(texts: readonly string[]): string {
  const more = texts.length > MOST ? ` and ${texts.length - MOST} more` : '';
  return texts.slice(0, MOST).join(', ') + more;
}
