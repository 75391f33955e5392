import type { Fault } from '../errors.ts';
import { type ActionParameters, capturedBand } from '../spectrum/action-parameters.ts';
import { type Band, bandAround, centerHz } from '../spectrum/band.ts';
import type { Location } from '../spectrum/location.ts';
import type { SigmfMetadata } from './observation.ts';

/** What the Manager needs to know of a recording's first capture. */
export interface CaptureReading {
  readonly ok: true;
  readonly datetime: Date;
  readonly location: Location | undefined;
  /** The span that was captured, given what the action does with the radio. */
  readonly band: (parameters: ActionParameters) => Band;
}

interface Unreadable {
  readonly ok: false;
  readonly faults: readonly Fault[];
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });
/** The database can't keep it in a text; an escaped backslash before it is refused along with it, which harms nobody. */
const NUL_ESCAPE = '\\u0000';
/** What is left of it after parsing and writing again is half of a pair, which the database refuses too. */
const SURROGATE_ESCAPE = /\\ud[89a-f]/i;
/** SigMF needs half a dozen; thousands would exhaust the stack of whoever writes or stores it. */
const MOST_LEVELS = 64;
const DATETIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** SigMF metadata as sent by an agent: UTF-8 JSON with the three top-level parts (SigMF 1.2 core). */
export function readSigmf(metaJson: Uint8Array): { readonly ok: true; readonly metadata: SigmfMetadata } | Unreadable {
  let parsed: unknown;
  try {
    const text = UTF8.decode(metaJson);
    if (text.includes(NUL_ESCAPE)) return unreadable('bad-metadata', 'the metadata holds a NUL character', '');
    parsed = JSON.parse(text);
    if (isDeeperThan(MOST_LEVELS, parsed)) return unreadable('bad-metadata', 'the metadata is nested too deep', '');
    if (SURROGATE_ESCAPE.test(text) && SURROGATE_ESCAPE.test(JSON.stringify(parsed))) {
      return unreadable('bad-metadata', 'the metadata holds half of a character', '');
    }
  } catch {
    return unreadable('bad-metadata', 'the metadata is not JSON in UTF-8', '');
  }
  if (!isObject(parsed)) return unreadable('bad-metadata', 'the metadata is not an object', '');
  const { global, captures, annotations } = parsed;
  if (!isObject(global)) return unreadable('bad-metadata', '`global` must be an object', '/global');
  if (!isObjects(captures) || captures.length === 0)
    return unreadable('bad-metadata', '`captures` must be a list of at least one object', '/captures');
  if (!isObjects(annotations))
    return unreadable('bad-metadata', '`annotations` must be a list of objects', '/annotations');
  return { ok: true, metadata: { global, captures, annotations } };
}

/** The first capture's time, place and tuning. */
export function readCapture(metadata: SigmfMetadata): CaptureReading | Unreadable {
  const capture = metadata.captures[0] ?? {};
  const frequency = capture['core:frequency'];
  const datetime = capture['core:datetime'];
  const sampleRate = metadata.global['core:sample_rate'];
  if (!isFiniteNumber(frequency))
    return unreadable('bad-metadata', '`core:frequency` must be a number', '/captures/0/core:frequency');
  if (!isFiniteNumber(sampleRate) || sampleRate <= 0) {
    return unreadable('bad-metadata', '`core:sample_rate` must be a number above 0', '/global/core:sample_rate');
  }
  if (typeof datetime !== 'string' || !DATETIME.test(datetime) || Number.isNaN(Date.parse(datetime))) {
    return unreadable(
      'bad-metadata',
      '`core:datetime` must be an RFC 3339 instant in UTC',
      '/captures/0/core:datetime',
    );
  }
  const location = readLocation(capture['core:geolocation']);
  if (location === 'unreadable') {
    return unreadable('bad-metadata', '`core:geolocation` must be a GeoJSON Point', '/captures/0/core:geolocation');
  }
  return {
    ok: true,
    datetime: new Date(datetime),
    location,
    band: (parameters) => bandOf(frequency, sampleRate, parameters),
  };
}

/** A sweep's `core:frequency` is the middle of what it swept; its span is wider than one capture. */
function bandOf(frequency: number, sampleRate: number, parameters: ActionParameters): Band {
  if (parameters.action !== 'sweep') return bandAround(frequency, sampleRate);
  const asked = capturedBand(parameters);
  const shift = frequency - centerHz({ startHz: parameters.startHz, stopHz: parameters.stopHz });
  return { startHz: asked.startHz + shift, stopHz: asked.stopHz + shift };
}

function readLocation(value: unknown): Location | undefined | 'unreadable' {
  if (value === undefined) return undefined;
  if (!isObject(value) || value['type'] !== 'Point' || !Array.isArray(value['coordinates'])) return 'unreadable';
  const [longitude, latitude, altitudeM] = value['coordinates'] as unknown[];
  if (!isFiniteNumber(longitude) || !isFiniteNumber(latitude)) return 'unreadable';
  if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) return 'unreadable';
  return isFiniteNumber(altitudeM) ? { latitude, longitude, altitudeM } : { latitude, longitude };
}

function unreadable(code: string, detail: string, pointer: string): Unreadable {
  return { ok: false, faults: [{ code, detail, pointer }] };
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeeperThan(levels - 1, part));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isObjects(value: unknown): value is Record<string, unknown>[] {
  return Array.isArray(value) && value.every(isObject);
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
