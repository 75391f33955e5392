import type { Dimension } from '../../spectrum/quantity.ts';

/** How the values of one Set attribute that several statements give become one. */
export type Combination =
  /** A lower limit: the largest wins, and a request below it is refused. */
  | 'minimum'
  /** An upper limit: the smallest wins, and a request above it is refused. */
  | 'maximum'
  /** All that apply must agree. */
  | 'switch'
  /** True as soon as one says so. */
  | 'true-wins';

/** A Set attribute: what its value is and which field of a request it bounds. */
export interface Attribute {
  /** Lower case, as in a decision's settings. */
  readonly name: string;
  /** As a policy spells it. */
  readonly spelling: string;
  readonly value: Dimension | 'count' | 'boolean' | 'fusion-rule';
  readonly combination: Combination;
  readonly field?: string;
  /** For messages: "is finer than the permitted". */
  readonly worse?: string;
}

/** The ways in which the reports of several sensors become one answer. */
export const FUSION_RULES: readonly string[] = ['OR', 'AND', 'MAJORITY'];

const ATTRIBUTES: readonly Attribute[] = [
  limit('Sensitivity', 'power', { combination: 'maximum', field: 'resource.sensitivity', worse: 'is worse than' }),
  limit('Min-sensing-slot-duration', 'time', {
    combination: 'minimum',
    field: 'slot-duration',
    worse: 'is shorter than',
  }),
  limit('Max-data-storage-duration', 'time', {
    combination: 'maximum',
    field: 'storage-duration',
    worse: 'is longer than',
  }),
  limit('Min-resolution-bandwidth', 'frequency', {
    combination: 'minimum',
    field: 'resolution-bandwidth',
    worse: 'is finer than',
  }),
  limit('Max-concurrent-tasks', 'count', { combination: 'maximum', field: 'concurrent-tasks', worse: 'is more than' }),
  limit('Prioritized-scan-enabled', 'boolean', { combination: 'switch' }),
  limit('SSM-Proxy-Enabled', 'boolean', { combination: 'switch', field: 'ssm-proxy' }),
  limit('Approval-required', 'boolean', { combination: 'true-wins' }),
  limit('Detection-threshold', 'power', { combination: 'switch' }),
  limit('Averaging-bandwidth', 'frequency', { combination: 'switch' }),
  limit('Fusion-rule', 'fusion-rule', { combination: 'switch' }),
];

const FIELDS: Readonly<Record<string, Dimension>> = {
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

/** SCOS-Tasks that name an operation rather than one task. */
export const OPERATIONS = [
  'Scanning',
  'Calibration',
  'Storage',
  'Transmission',
  'Deletion',
  'Discovery',
  'Association',
  'Configuration',
  'Policy-administration',
  'Administration',
] as const;

const OPERATION_NAMES: ReadonlySet<string> = new Set(OPERATIONS);
const OPERATION_SPELLINGS: ReadonlyMap<string, string> = new Map([
  ...OPERATIONS.map((operation) => [operation.toLowerCase(), operation] as const),
  ['scan', 'Scanning'],
  ['calibration-operation', 'Calibration'],
  ['store', 'Storage'],
  ['transmit', 'Transmission'],
]);

/** The canonical spelling of an operation in any case or of one of its listed synonyms; any other text unchanged. */
export function canonicalOperation(text: string): string {
  return OPERATION_NAMES.has(text) ? text : (OPERATION_SPELLINGS.get(text.toLowerCase()) ?? text);
}

/** True for the canonical name of an operation: such a SCOS-Task never means a task that happens to bear the name. */
export function isOperation(text: string): boolean {
  return OPERATION_NAMES.has(text);
}

/** A key as the loader compares it: without `-`, `_`, space and case. */
export function looseKey(key: string): string {
  return key.replace(/[-_ ]/g, '').toLowerCase();
}

const ATTRIBUTES_BY_KEY = new Map(ATTRIBUTES.map((attribute) => [looseKey(attribute.spelling), attribute]));
const FIELDS_BY_KEY = new Map(
  [...Object.keys(FIELDS), ...fieldsOfAttributes()].map((field) => [looseKey(field), field]),
);

/** Names that are spelled as `looseKey` spells them. */
const LOOSE = /^[a-z0-9.]+$/;
const CANONICAL_FIELDS: ReadonlySet<string> = new Set(FIELDS_BY_KEY.values());

/** The Set attribute that `key` spells, if it is registered. */
export function findAttribute(key: string): Attribute | undefined {
  return ATTRIBUTES_BY_KEY.get(looseKey(key));
}

/** How the registered attributes are spelled, for messages. */
export function attributeSpellings(): string[] {
  return ATTRIBUTES.map(({ spelling }) => spelling);
}

/** One spelling for each field: registered ones as the registry has them, others in lower case. */
export function canonicalField(name: string): string {
  if (CANONICAL_FIELDS.has(name)) return name;
  if (LOOSE.test(name)) return FIELDS_BY_KEY.get(name) ?? name;
  const text = name.normalize('NFC');
  return FIELDS_BY_KEY.get(looseKey(text)) ?? text.toLowerCase();
}

/** The dimension of a field by its canonical name; `undefined` for fields that are compared as plain JSON values. */
export function dimensionOf(field: string): Dimension | undefined {
  return Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
}

/** The dimension in which an attribute's value is given, if it is a number. */
export function dimensionOfAttribute({ value }: Attribute): Dimension | undefined {
  if (value === 'boolean' || value === 'fusion-rule') return undefined;
  return value === 'count' ? 'number' : value;
}

function limit(
  spelling: string,
  value: Attribute['value'],
  rest: Pick<Attribute, 'combination' | 'field' | 'worse'>,
): Attribute {
  return { name: spelling.toLowerCase(), spelling, value, ...rest };
}

function fieldsOfAttributes(): string[] {
  return ATTRIBUTES.flatMap(({ field }) => field ?? []);
}
