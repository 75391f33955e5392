import type { Fault } from '../../errors.ts';
import { type Area, parseArea, toGeoJson } from '../area.ts';
import type { Fence, FenceLimit, FenceRule } from './fence.ts';
import type { FenceWindow } from './fence-window.ts';

/** What a fence's areas, windows and limits are in JSON, where there are no infinite numbers and no rings. */
export type AreaJson = ReturnType<typeof toGeoJson> | { readonly circle: { center: [number, number]; radius: number } };
export type WindowJson =
  | { readonly kind: 'span'; readonly startMicros: number | null; readonly stopMicros: number | null }
  | Extract<FenceWindow, { kind: 'daily' }>;
export type LimitJson =
  | { readonly all: readonly LimitJson[] }
  | { readonly any: readonly LimitJson[] }
  | { readonly not: LimitJson }
  | { readonly windows: readonly WindowJson[] }
  | { readonly areas: readonly AreaJson[] }
  | Extract<
      FenceLimit,
      { bands: unknown } | { is: unknown } | { in: unknown } | { known: unknown } | { unknown: unknown }
    >;
export type RuleJson = Pick<FenceRule, 'bands'> & {
  readonly windows?: readonly WindowJson[];
  readonly areas?: readonly AreaJson[];
  readonly limit?: LimitJson;
};

/** A fence as plain JSON. */
export type FenceJson = Omit<Fence, 'rules'> & { readonly rules: readonly RuleJson[] };

/** A fence, or the faults of its areas. */
export type FenceReading =
  { readonly ok: true; readonly fence: Fence } | { readonly ok: false; readonly faults: readonly Fault[] };

/** The fence as plain JSON; `fromFenceJson` reads it back. */
export function toFenceJson(fence: Fence): FenceJson {
  return { ...fence, rules: fence.rules.map(toRuleJson) };
}

/** The fence that the JSON stands for; its shape has been checked, the areas are checked here. */
export function fromFenceJson(json: FenceJson): FenceReading {
  const faults: Fault[] = [];
  const rules = json.rules.map((rule) => fromRuleJson(rule, faults));
  return faults.length > 0 ? { ok: false, faults } : { ok: true, fence: { ...json, rules } };
}

function toRuleJson({ bands, windows, areas, limit }: FenceRule): RuleJson {
  return {
    ...(bands && { bands }),
    ...(windows && { windows: windows.map(toWindowJson) }),
    ...(areas && { areas: areas.map(toAreaJson) }),
    ...(limit && { limit: toLimitJson(limit) }),
  };
}

function toLimitJson(limit: FenceLimit): LimitJson {
  if ('all' in limit) return { all: limit.all.map(toLimitJson) };
  if ('any' in limit) return { any: limit.any.map(toLimitJson) };
  if ('not' in limit) return { not: toLimitJson(limit.not) };
  if ('windows' in limit) return { windows: limit.windows.map(toWindowJson) };
  return 'areas' in limit ? { areas: limit.areas.map(toAreaJson) } : limit;
}

function toWindowJson(window: FenceWindow): WindowJson {
  if (window.kind === 'daily') return window;
  const finite = (micros: number) => (Number.isFinite(micros) ? micros : null);
  return { kind: 'span', startMicros: finite(window.startMicros), stopMicros: finite(window.stopMicros) };
}

/** A circle stays one: a polygon in its stead would have other edges. */
function toAreaJson(area: Area): AreaJson {
  if (area.kind !== 'circle') return toGeoJson(area);
  const { center, radiusM } = area;
  return { circle: { center: [center.longitude, center.latitude], radius: radiusM } };
}

function fromRuleJson({ bands, windows, areas, limit }: RuleJson, faults: Fault[]): FenceRule {
  return {
    ...(bands && { bands }),
    ...(windows && { windows: windows.map(fromWindowJson) }),
    ...(areas && { areas: areas.flatMap((area) => fromAreaJson(area, faults)) }),
    ...(limit && { limit: fromLimitJson(limit, faults) }),
  };
}

function fromLimitJson(json: LimitJson, faults: Fault[]): FenceLimit {
  if ('all' in json) return { all: json.all.map((part) => fromLimitJson(part, faults)) };
  if ('any' in json) return { any: json.any.map((part) => fromLimitJson(part, faults)) };
  if ('not' in json) return { not: fromLimitJson(json.not, faults) };
  if ('windows' in json) return { windows: json.windows.map(fromWindowJson) };
  return 'areas' in json ? { areas: json.areas.flatMap((area) => fromAreaJson(area, faults)) } : json;
}

function fromWindowJson(json: WindowJson): FenceWindow {
  if (json.kind === 'daily') return json;
  return { kind: 'span', startMicros: json.startMicros ?? -Infinity, stopMicros: json.stopMicros ?? Infinity };
}

function fromAreaJson(json: AreaJson, faults: Fault[]): Area[] {
  const reading = parseArea(json);
  if (reading.ok) return [reading.area];
  faults.push(...reading.faults);
  return [];
}
