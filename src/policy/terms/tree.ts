import type { Area } from '../../spectrum/area.ts';
import type { Band } from '../../spectrum/band.ts';
import type { Dimension } from '../../spectrum/quantity.ts';
import type { Place } from '../source/fault-log.ts';
import type { Attribute } from './registry.ts';

/** Which APIs a policy speaks of. */
export type Scope = 'sensing-management' | 'sensing-data-management' | 'sensor-management';

/** The two questions after the denials: is the Actor accepted, does the resource accept. */
export type Step = 'actor' | 'resource';

/** Policy of a manager, sensor, data manager, user, or of the administration. */
export type PolicyType = 'SSM-Policy' | 'SSD-Policy' | 'SDM-Policy' | 'SPU-Policy' | 'SPA-Policy';

/** What a statement does. */
export type PolicyAction =
  | 'Permit'
  | 'Deny'
  | 'Set'
  | 'Scan'
  | 'Calibrate'
  | 'Transmit-Sensing-Data'
  | 'Store-Sensing-Data'
  | 'Discard-Sensing-Data';

/** One policy as read: a typed tree in which aliases are still names. Nothing after the parser sees raw JSON. */
export interface Policy {
  /** Hash of namespace and name: stable over reloads. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly description: string;
  readonly type: PolicyType;
  readonly scope: Scope;
  readonly confidential: boolean;
  readonly statements: readonly Statement[];
  readonly place: Place;
}

/** One statement; a part that is left out puts no condition. */
export interface Statement {
  readonly id: string;
  readonly action: PolicyAction;
  readonly description?: string;
  readonly confidential: boolean;
  readonly actor?: readonly Name[];
  readonly resource?: readonly Name[];
  readonly task?: readonly Name[];
  readonly frequency?: readonly Term<Band>[];
  readonly location?: readonly Term<Area>[];
  readonly time?: readonly Term<RecurringWindow>[];
  readonly condition?: Condition;
  /** Only on Set, and never empty there. */
  readonly settings: readonly Setting[];
  readonly place: Place;
}

/** A name, name pattern or alias of an Actor, Resource or SCOS-Task, as written (NFC; operations in canonical spelling). */
export interface Name {
  readonly text: string;
  readonly place: Place;
}

/** A value given in place, or an alias for some. */
export type Term<Value> =
  { readonly alias: string; readonly place: Place } | { readonly value: Value; readonly place: Place };

/** When a statement holds, UTC. Microseconds since 1970 for spans; seconds of the day for daily windows. */
export type RecurringWindow =
  | { readonly kind: 'span'; readonly startMicros: number; readonly stopMicros: number }
  | {
      readonly kind: 'daily';
      readonly startSeconds: number;
      /** In `(startSeconds, startSeconds + 86400]`: beyond 86400 it runs into the next day. */
      readonly stopSeconds: number;
      /** Days on which the window starts, 0 = Sunday; all seven when none are named. */
      readonly days: readonly number[];
    };

/** An attribute that a Set statement imposes; numbers are in base units. */
export interface Setting {
  readonly attribute: Attribute;
  readonly value: number | boolean | string;
  readonly place: Place;
}

/** A condition block. */
export type Condition =
  | { readonly kind: 'allOf' | 'anyOf'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | ConditionTest;

/** The nine operators of a condition. */
export const OPERATORS = [
  'equals',
  'like',
  'contains',
  'in',
  'exists',
  'lessthan',
  'greaterthan',
  'lessthanequals',
  'greaterthanequals',
] as const;
export type Operator = (typeof OPERATORS)[number];

/** `field operator operand`. */
export interface ConditionTest {
  readonly kind: 'test';
  readonly operator: Operator;
  readonly field: Field;
  readonly operand: Operand;
  readonly place: Place;
}

/** The field of a request that a test looks at. */
export type Field =
  | { readonly kind: 'names'; readonly name: NameField }
  | { readonly kind: 'context'; readonly name: 'frequency' | 'time' | 'location' }
  | { readonly kind: 'quantity'; readonly name: string; readonly dimension: Dimension }
  | { readonly kind: 'plain'; readonly name: string };

/** The parts of a request that are named things. */
export type NameField = 'actor' | 'resource' | 'task';

/** A plain JSON value of a field. */
export type Scalar = string | number | boolean;

/** What a field is compared with; quantities are in base units. */
export type Operand =
  | { readonly kind: 'names'; readonly names: readonly Name[] }
  | { readonly kind: 'frequency'; readonly terms: readonly Term<Band>[] }
  | { readonly kind: 'time'; readonly terms: readonly Term<RecurringWindow>[] }
  | { readonly kind: 'location'; readonly terms: readonly Term<Area>[] }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'exists'; readonly wanted: boolean }
  | { readonly kind: 'quantity'; readonly value: number }
  | { readonly kind: 'scalar'; readonly value: Scalar }
  /** Of `in`: texts may be aliases, so their quantities are read once aliases are known. */
  | { readonly kind: 'list'; readonly values: readonly { readonly value: Scalar; readonly place: Place }[] };

/** What happens where no statement accepts: per scope and step; a step that is not named denies. */
export type Defaults = Readonly<Record<Scope, Readonly<Record<Step, 'accept' | 'deny'>>>>;

/** An alias and its members as read; members may be aliases of the same kind. */
export type Alias =
  | { readonly kind: 'actor' | 'resource' | 'task'; readonly members: readonly Name[] }
  | { readonly kind: 'frequency'; readonly members: readonly Term<Band>[] }
  | { readonly kind: 'location'; readonly members: readonly Term<Area>[] }
  | { readonly kind: 'time'; readonly members: readonly Term<RecurringWindow>[] }
  | { readonly kind: 'value'; readonly members: readonly { readonly value: Scalar; readonly place: Place }[] };

/** An alias with the namespace it belongs to. */
export type NamedAlias = Alias & { readonly namespace: string; readonly name: string; readonly place: Place };
