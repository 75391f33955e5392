import { describe, expect, it } from 'vitest';
import { loadPolicySet } from '../../src/policy/policy-set.ts';
import { OPERATORS } from '../../src/policy/terms/tree.ts';
import { validatorOf } from './schemas.ts';

const isPolicyFile = validatorOf('policy.schema.json');

/** Values of every shape of the language in JSON, right or wrong depending on where they stand. */
const VALUES = `
  "x" | "" | "*" | "role:" | "role:x" | "a\\\\" | "Scanning" | "true" | "NaN" | "OR" | "accept" | "-3 dB" | "3 mHz"
  "1.5" | "- 3 s" | "3 Hz" | "3 s" | "PT3S" | "P" | "3 dBm" | "3 km" | "3 %" | "3" | "-3 Hz" | "\u22123 s" | "-3"
  "0 m" | "1e3 Hz" | ".5 s" | "5. s" | 0 | 3 | -3 | 1.5 | 1e+300 | true | false | null | [] | {} | ["x"]
  ["x","y"] | ["3 s","4 s"] | ["3 Hz","4 Hz"] | [3,4] | [true] | [null] | [[]] | [{}] | [["3 Hz","4 Hz"]]
  [["3 s","4 s"]] | [[3]] | [[3,4,5]] | [[-3,4]] | [{"min":3,"max":"4 Hz"}] | [{"min":3}] | {"min":3,"max":4}
  {"from":"2026-03-01T00:00:00Z"} | {"from":"2026-03-01"} | {"daily":["22:00","06:00"]}
  [{"daily":["22:00","24:00"],"days":["Sat"]}] | [{"daily":["24:00","01:00"]}] | [{"daily":["1:00","02:00"]}]
  {"days":["Sat"]} | [{"daily":["22:00","06:00"],"days":[]}] | [{"to":"2026-03-01T00:00:00+00:00"}]
  {"circle":{"center":[0,0],"radius":"3 km"}} | {"circle":{"center":[0,91],"radius":3}} | {"circle":{}}
  [{"circle":{"center":[0,0],"radius":0}}] | {"circle":{"center":[0,0],"radius":"3 s"}}
  {"circle":{"center":[0,0],"radius":"-3 m"}} | {"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}
  {"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}
  {"type":"Polygon","coordinates":[[[0,0,5],[361,0],[1,1],[0,0,5]]]} | {"type":"MultiPolygon","coordinates":[]}
  {"type":"Point","coordinates":[0,0]} | {"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]],"name":"x"}
  {"equals":{"x":1}} | {"equals":{}} | {"x":{"equals":1}} | {"x":{"above":1}} | {"not":{"exists":{"x":true}}}
  {"not":[]} | {"allOf":[{"exists":{"x":true}}]} | {"allOf":[]} | {"anyOf":[{}]} | {"equals":{"equals":1}}
  {"and":[true]} | {"Approval-required":true} | {"Approval-required":1} | {"Fusion-rule":"OR"} | {"other":1}
  {"A":["x"]} | {"A":[]} | {"*":["x"]} | {"A":"x"} | {"A":[["1 Hz","2 Hz"]]} | {"scan":["x"]} | {"A":[1,true]}
  {"A":5} | {"actor":"accept"} | {"actor":"allow"} | {"task":"deny"}`
  .split(/\n| \| /)
  .filter((text) => text.trim() !== '')
  .map((text): unknown => JSON.parse(text));

type Combination = readonly [what: string, document: object];

const permit = { 'Policy-Action': 'Permit' };
const policy = { name: 'p', 'Policy-type': 'SPA-Policy' };
const inStatement = (part: object) => ({ Policy: { ...policy, Statement: [{ ...permit, ...part }] } });
const inSet = (Attributes: unknown) => ({ Policy: { ...policy, Statement: [{ 'Policy-Action': 'Set', Attributes }] } });

const each = (what: string, document: (value: unknown) => object): Combination[] =>
  VALUES.map((value) => [`${what} ${JSON.stringify(value)}`, document(value)]);

const STATEMENT_KEYS = [
  'StatementId',
  'description',
  'Confidential',
  'Actor',
  'Resource',
  'SCOS-Task',
  'frequency',
  'location',
  'time',
  'Condition',
  'Attributes',
];
const ATTRIBUTES = [
  'Sensitivity',
  'Min-sensing-slot-duration',
  'Min-resolution-bandwidth',
  'Max-concurrent-tasks',
  'Approval-required',
  'Fusion-rule',
];
const FIELDS = [
  'Actor',
  'Resource',
  'SCOS-Task',
  'frequency',
  'time',
  'location',
  'bandwidth',
  'wait-time',
  'power',
  'location.altitude',
  'priority',
  'purpose',
  'resource.kind',
  'resource.sensitivity',
  'equals',
  'resource.',
];
const ALIASES = ['actor', 'resource', 'task', 'frequency', 'location', 'time', 'value'];

const GROUPS: readonly (readonly [string, readonly Combination[]])[] = [
  [
    'keys of a file',
    ['Version', 'namespace', 'Policy', 'Policies', 'Aliases', 'Defaults'].flatMap((key) =>
      each(key, (value) => ({ Aliases: {}, [key]: value })),
    ),
  ],
  [
    'keys of a policy',
    ['PolicyID', 'namespace', 'name', 'description', 'Policy-type', 'Scope', 'Confidential', 'Statement'].flatMap(
      (key) => each(key, (value) => ({ Policy: { ...policy, Statement: [permit], [key]: value } })),
    ),
  ],
  ['keys of a statement', STATEMENT_KEYS.flatMap((key) => each(key, (value) => inStatement({ [key]: value })))],
  [
    'keys of a policy that is one statement',
    STATEMENT_KEYS.flatMap((key) => each(key, (value) => ({ Policy: { ...policy, ...permit, [key]: value } }))),
  ],
  ['attributes', ATTRIBUTES.flatMap((key) => each(key, (value) => inSet({ [key]: value })))],
  [
    'aliases',
    ALIASES.flatMap((kind) => [
      ...each(kind, (value) => ({ Aliases: { [kind]: value } })),
      ...each(`${kind} A`, (value) => ({ Aliases: { [kind]: { A: value } } })),
    ]),
  ],
  ['defaults', each('sensor-management', (value) => ({ Defaults: { 'sensor-management': value } }))],
  [
    'conditions, operator first',
    OPERATORS.flatMap((operator) =>
      FIELDS.flatMap((field) =>
        each(`${operator} ${field}`, (value) => inStatement({ Condition: { [operator]: { [field]: value } } })),
      ),
    ),
  ],
  [
    'conditions, field first',
    FIELDS.slice(0, -2).flatMap((field) =>
      OPERATORS.flatMap((operator) =>
        each(`${operator} ${field}`, (value) => inStatement({ Condition: { [field]: { [operator]: value } } })),
      ),
    ),
  ],
];

describe('schema and loader', () => {
  it.each(GROUPS)('agree on the %s', (_what, combinations) => {
    const disagreed = combinations.flatMap(([what, document]) => {
      const [schema, loader] = [isPolicyFile(document), isShaped(document)];
      return schema === loader || isForTheLoader(what) ? [] : [`${what}: ${schema ? 'loader' : 'schema'} refuses`];
    });
    expect(disagreed).toEqual([]);
  });
});

/** In a list of quantities a text may be the name of a value alias, and only the loader knows those. */
function isForTheLoader(what: string): boolean {
  return /^in (?:bandwidth|wait-time|power|location\.altitude|priority|resource\.sensitivity) (?:"|\[|true|false)/.test(
    what,
  );
}

/** True when the loader has nothing against the shape of a file; names that it does not find are another matter. */
function isShaped(document: object): boolean {
  const load = loadPolicySet([{ path: 'p.json', text: JSON.stringify(document) }]);
  return load.ok || load.faults.every(({ code }) => code === 'unknown-alias');
}
