import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, decideJson } from '../../src/policy/decide.ts';
import type { Decision } from '../../src/policy/decision.ts';
import { REASON_CODES } from '../../src/policy/decision.ts';
import type { PolicyRequest } from '../../src/policy/request.ts';
import type { JsonValue } from '../../src/policy/source/json-text.ts';
import { arbitraryPolicySet, loadPolicies } from './generation/policy-sets.ts';
import { arbitraryCase } from './generation/requests.ts';
import { PART_TIMEOUT_MS, partsOf, print } from './generation/runs.ts';

const parts = partsOf(150, { longParts: 20 });
const text = fc.oneof(
  fc.constantFrom('', 'ann', '*', 'role:client', 'NaN', 'Scanning', '\uD800', 'a\u0000', 'x'.repeat(300)),
  fc.string({ unit: 'binary' }),
);
const number = fc.oneof(
  fc.constantFrom(0, -0, -1, 1e8, 1e300, Number.MAX_VALUE, Number.MIN_VALUE, Infinity, -Infinity, NaN),
  fc.double(),
);
const optional = { requiredKeys: [] };
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const json: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 3, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(text, scalar, { maxKeys: 2 }),
);
const attributes = fc.dictionary(fc.oneof(text, fc.constantFrom('priority', 'wait-time', 'purpose')), json);
const names = fc.array(text, { maxLength: 3 });

/** Every value that the type of a request allows, however little it means. */
const anyRequest: fc.Arbitrary<PolicyRequest> = fc
  .record({
    scope: fc.constantFrom('sensing-management' as const, 'sensing-data-management', 'sensor-management'),
    rest: fc.record(
      {
        namespace: text,
        actor: fc.record({ user: text, groups: names, roles: names }, optional),
        resource: fc.record({ id: text, groups: names, attributes }, optional),
        task: fc.record({ operation: text, name: text, groups: names }, optional),
        band: fc.record({ startHz: number, stopHz: number }),
        time: fc.oneof(fc.date({ noInvalidDate: false }), fc.constant(new Date(NaN))),
        timeMicroseconds: number,
        durationSeconds: number,
        location: fc.record({ latitude: number, longitude: number, altitudeM: number }),
        attributes,
        reports: fc.array(json, { maxLength: 4 }),
      },
      optional,
    ),
  })
  .map(({ scope, rest }) => ({ scope, ...rest }));

/** What can stand in the place of any member of a request. */
const anyJson = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(undefined, NaN, Infinity, 10n, Symbol('x'), new Date(NaN)),
);

describe('an answer', () => {
  it.each(parts)(
    'is given to any JSON, and never an exception (part $number)',
    ({ parameters }) => {
      const spoilt = fc.array(fc.tuple(fc.nat({ max: 40 }), anyJson), { maxLength: 3 });
      fc.assert(
        fc.property(
          arbitraryCase(arbitraryPolicySet, { requests: 5 }),
          fc.array(fc.oneof(fc.anything(), fc.jsonValue()), { maxLength: 10 }),
          spoilt,
          ({ document, requests }, anything, replacements) => {
            const set = loadPolicies(document);
            for (const json of anything) expectAnswer(decideJson(set, json));
            for (const request of requests) expectAnswer(decideJson(set, replacements.reduce<unknown>(spoil, request)));
          },
        ),
        parameters,
      );
      print(`any JSON: seed ${parameters.seed}`);
    },
    PART_TIMEOUT_MS,
  );

  it.each(parts)(
    'is given to any request of the type, and never an exception (part $number)',
    ({ parameters }) => {
      fc.assert(
        fc.property(arbitraryPolicySet, fc.array(anyRequest, { maxLength: 20 }), (document, requests) => {
          const set = loadPolicies(document);
          for (const request of requests) expectAnswer(decide(set, request));
        }),
        parameters,
      );
      print(`any request: seed ${parameters.seed}`);
    },
    PART_TIMEOUT_MS,
  );
});

function expectAnswer({ decision, reason, code }: Decision): void {
  const codes: Readonly<Record<string, number>> = { ...REASON_CODES, permit: 0 };
  expect(code).toBe(codes[reason]);
  expect(decision).toBe(reason === 'permit' ? 'Permit' : 'Deny');
}

/** The value with its `[at]`th member, counted through all depths, replaced. */
function spoil(value: unknown, [at, replacement]: readonly [number, unknown]): unknown {
  let left = at;
  const visit = (one: unknown): unknown => {
    left -= 1;
    if (left < 0 && left > -2) return replacement;
    if (Array.isArray(one)) return one.map(visit);
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, member]) => [key, visit(member)]));
  };
  return visit(value);
}
