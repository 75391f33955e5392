import { Ajv2020 } from 'ajv/dist/2020.js';
import { FENCE_COMPARISONS, FENCE_FIELDS, FENCED_OPERATIONS } from '../../src/spectrum/fence/fence.ts';
import type { FenceJson } from '../../src/spectrum/fence/fence-json.ts';

/** The content of a signed fence. */
export interface FenceContent {
  readonly kind: 'clearband-fence';
  readonly version: 1;
  readonly sensor_id: string;
  readonly policy_set_hash: string;
  readonly issued_ms: number;
  readonly valid_seconds: number;
  readonly serial: number;
  readonly fence: FenceJson;
}

const NUMBERS = { type: 'array', items: { type: 'integer', minimum: 0 } } as const;
const BANDS = {
  type: 'array',
  items: closed({ startHz: { type: 'number' }, stopHz: { type: 'number' } }),
} as const;
const MICROS = { type: ['number', 'null'] };
const WINDOWS = {
  type: 'array',
  items: {
    anyOf: [
      closed({ kind: { const: 'span' }, startMicros: MICROS, stopMicros: MICROS }),
      closed({
        kind: { const: 'daily' },
        startSeconds: { type: 'number' },
        stopSeconds: { type: 'number' },
        days: NUMBERS,
      }),
    ],
  },
};
// Their own reader names the faults of areas.
const AREAS = { type: 'array', items: { type: 'object' } };
const LIMIT = { $ref: '#/$defs/limit' };
const LIMITS = { type: 'array', items: LIMIT };
const FIELD = { enum: Object.keys(FENCE_FIELDS) };
const LIMIT_KINDS = [
  closed({ all: LIMITS }),
  closed({ any: LIMITS }),
  closed({ not: LIMIT }),
  closed({ bands: BANDS }),
  closed({ windows: WINDOWS }),
  closed({ areas: AREAS }),
  closed({ field: FIELD, is: { enum: FENCE_COMPARISONS }, value: { type: 'number' } }),
  closed({ field: FIELD, in: { type: 'array', items: { type: 'number' } } }),
  closed({ known: { enum: [...FIELD.enum, 'location'] } }),
  closed({ unknown: { const: true } }),
];
const SHARED = {
  rule: { type: 'integer' },
  attribute: { type: 'integer' },
  space: { type: 'integer' },
  isSpecific: { type: 'boolean' },
  value: { type: 'number' },
};
const FENCE = closed({
  rules: {
    type: 'array',
    items: { ...closed({ bands: BANDS, windows: WINDOWS, areas: AREAS, limit: LIMIT }), required: [] },
  },
  impositions: {
    type: 'array',
    items: {
      anyOf: [
        closed({
          ...SHARED,
          kind: { enum: ['minimum', 'maximum'] },
          bounds: { anyOf: [FIELD, { type: 'number' }] },
        }),
        closed({ ...SHARED, kind: { const: 'switch' } }),
      ],
    },
  },
  permissions: {
    type: 'array',
    items: closed({
      operation: { enum: FENCED_OPERATIONS },
      actions: { type: 'array', items: { type: 'string' } },
      grants: {
        type: 'array',
        items: closed({
          permits: NUMBERS,
          actorPermits: NUMBERS,
          resourcePermits: NUMBERS,
          denials: NUMBERS,
          impositions: NUMBERS,
        }),
      },
    }),
  },
});

/** True for the content of a fence. What this agent does not know is not one: it might be a restriction. */
export const isFenceContent = new Ajv2020({ strict: false }).compile<FenceContent>({
  ...closed({
    kind: { const: 'clearband-fence' },
    version: { const: 1 },
    sensor_id: { type: 'string' },
    policy_set_hash: { type: 'string' },
    issued_ms: { type: 'number' },
    valid_seconds: { type: 'number', exclusiveMinimum: 0 },
    serial: { type: 'integer', minimum: 0 },
    fence: FENCE,
  }),
  $defs: { limit: { anyOf: LIMIT_KINDS } },
});

/** An object of exactly these properties. */
function closed<Properties extends Readonly<Record<string, unknown>>>(properties: Properties) {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false } as const;
}
