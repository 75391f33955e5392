import type { Area } from '../area.ts';
import type { Band } from '../band.ts';
import type { Dimension } from '../quantity.ts';
import type { FenceWindow } from './fence-window.ts';

/** What a sensor may be tasked to do at all, as policy names it. */
export const FENCED_OPERATIONS = ['Scanning', 'Calibration'] as const;
export type FencedOperation = (typeof FENCED_OPERATIONS)[number];

/**
 * The numbers of a measurement that policy may look at, and what they measure; in base units. Whoever asks policy about
 * a measurement gives these and no others, so that the sensor can judge by the same ones.
 */
export const FENCE_FIELDS = {
  'frequency.min': 'frequency',
  'frequency.max': 'frequency',
  bandwidth: 'frequency',
  'resolution-bandwidth': 'frequency',
  'sample-rate': 'frequency',
  duration: 'time',
  'slot-duration': 'time',
  'storage-duration': 'time',
  interval: 'time',
  priority: 'number',
  'concurrent-tasks': 'number',
  'location.altitude': 'length',
} as const satisfies Record<string, Dimension>;
/** One of `FENCE_FIELDS`, by its name in the policy language. */
export type FenceField = keyof typeof FENCE_FIELDS;

/** The operators that compare a number with one other. */
export const FENCE_COMPARISONS = ['equals', 'lessthan', 'greaterthan', 'lessthanequals', 'greaterthanequals'] as const;
export type FenceComparison = (typeof FENCE_COMPARISONS)[number];

/** A limit of a rule: what must hold of the capture. Three-valued: a number or place that is not known is unknown. */
export type FenceLimit =
  | { readonly all: readonly FenceLimit[] }
  | { readonly any: readonly FenceLimit[] }
  | { readonly not: FenceLimit }
  | { readonly bands: readonly Band[] }
  | { readonly windows: readonly FenceWindow[] }
  | { readonly areas: readonly Area[] }
  | { readonly field: FenceField; readonly is: FenceComparison; readonly value: number }
  | { readonly field: FenceField; readonly in: readonly number[] }
  /** The number, or for `location` the place, is known. */
  | { readonly known: FenceField | 'location' }
  | { readonly unknown: true };

/** A region of frequency × time × place under limits; a part that is left out puts no condition. */
export interface FenceRule {
  readonly bands?: readonly Band[];
  readonly windows?: readonly FenceWindow[];
  readonly areas?: readonly Area[];
  readonly limit?: FenceLimit;
}

/**
 * What a Set statement imposes where its rule holds. A limit refuses a worse value, not one that is not known; switches
 * that are set to different values refuse everything.
 */
export type FenceImposition = {
  /** Number of its rule. */
  readonly rule: number;
  /** Number of the attribute that it sets. */
  readonly attribute: number;
  /** Impositions of one space beat each other: a specific one the general ones for the same attribute. */
  readonly space: number;
  readonly isSpecific: boolean;
} & (FenceBound | { readonly kind: 'switch'; readonly value: number });

/** The limit of an imposition. */
export interface FenceBound {
  readonly kind: 'minimum' | 'maximum';
  readonly value: number;
  /** The number of the capture that it bounds, or the sensor's own value where that is bounded. */
  readonly bounds: FenceField | number;
}

/**
 * What one kind of Actor may do. A point lies inside when a rule of `permits` holds there, or one of `actorPermits` and
 * one of `resourcePermits`; and no rule of `denials` holds or is unknown; and nothing imposed is broken. Rules and
 * impositions are numbers into the fence's tables.
 */
export interface FenceGrant {
  readonly permits: readonly number[];
  readonly actorPermits: readonly number[];
  readonly resourcePermits: readonly number[];
  readonly denials: readonly number[];
  readonly impositions: readonly number[];
}

/** The grants for tasks of these operations and actions. */
export interface FencePermission {
  readonly operation: FencedOperation;
  readonly actions: readonly string[];
  readonly grants: readonly FenceGrant[];
}

/**
 * The frequencies, times and places at which a sensor may measure anything for anybody, with the limits under which.
 * It names no statement, no Actor and no policy.
 */
export interface Fence {
  readonly rules: readonly FenceRule[];
  readonly impositions: readonly FenceImposition[];
  readonly permissions: readonly FencePermission[];
}

/** The fence of a sensor that may do nothing. */
export const CLOSED_FENCE: Fence = { rules: [], impositions: [], permissions: [] };
