import { describe, expect, it } from 'vitest';
import { deriveFence, FenceDerivation, finished } from '../../../src/policy/fence/fence-derivation.ts';
import type { FenceSubject } from '../../../src/policy/fence/fence-subject.ts';
import { type Capture, captureOf } from '../../../src/spectrum/fence/capture.ts';
import { fenceRefusal } from '../../../src/spectrum/fence/fence-evaluation.ts';
import { parseActionParameters } from '../../../src/spectrum/action-parameters.ts';
import { isWithinWindows, windowEdgesWithin } from '../../../src/spectrum/fence/fence-window.ts';
import { WindowSet } from '../../../src/policy/compile/window-set.ts';
import { policyOf, policySetOf } from '../../enforcement/policies.ts';

const NOON_MS = Date.parse('2026-11-20T12:00:00Z');
const GREEN_BANK = { latitude: 38.43, longitude: -79.84 };
const BOULDER = { latitude: 40, longitude: -105.26 };
const ROOF: FenceSubject = {
  resource: 'Foo:Sensors::roof',
  groups: ['North'],
  namespace: 'Foo',
  attributes: { sensitivity: -110 },
  location: BOULDER,
  mobile: false,
};

type Statement = Readonly<Record<string, unknown>>;
const permit = (more: Statement = {}): Statement => ({ 'Policy-Action': 'Permit', ...more });
const deny = (more: Statement): Statement => ({ 'Policy-Action': 'Deny', ...more });
const quiet = { circle: { center: [GREEN_BANK.longitude, GREEN_BANK.latitude], radius: '100 km' } };

/** A scan of 95 to 105 MHz for ten seconds at noon, in bins of 10 kHz, unless told otherwise. */
function capture(
  change: Readonly<Record<string, number>> = {},
  moment: Partial<Parameters<typeof captureOf>[1]> = {},
): Capture {
  const parsed = parseActionParameters('m4s', { center_hz: 100e6, sample_rate_hz: 10.24e6, ...change });
  if (!parsed.ok) throw new Error(parsed.faults.map(({ detail }) => detail).join('; '));
  return captureOf(
    parsed.parameters,
    { startMs: NOON_MS, slotSeconds: 10, location: BOULDER, ...moment },
    { priority: 10 },
  );
}

function refusal(statements: readonly Statement[], what = capture(), subject: Partial<FenceSubject> = {}) {
  const set = policySetOf(statements.map((one, index) => policyOf(`p${index}`, 'sensing-management', one)));
  return fenceRefusal(deriveFence(set, { ...ROOF, ...subject }), what);
}

const CASES: readonly (readonly [
  string,
  string | undefined,
  readonly Statement[],
  Capture?,
  Partial<FenceSubject>?,
])[] = [
  ['nothing is permitted by nothing', 'permits no Scanning', []],
  ['what anybody may', undefined, [permit()]],
  ['what one group of Actors may, whoever asks', undefined, [permit({ Actor: 'group:Research', Resource: '*' })]],
  ['what only some Actors are denied', undefined, [permit(), deny({ Actor: 'role:guest' })]],
  [
    'what those are denied who alone are permitted',
    'permits no',
    [permit({ Actor: 'user:eve', Resource: '*' }), deny({ Actor: 'user:e*' })],
  ],
  [
    'what is denied but to one role',
    undefined,
    [permit(), deny({ Condition: { not: { equals: { Actor: 'role:admin' } } } })],
  ],
  [
    'two permits that only one Actor has together',
    undefined,
    [permit({ Actor: ['role:a'], Resource: '*', Condition: { equals: { Actor: 'group:b' } } })],
  ],
  [
    'a span that is permitted to one half here, the other half there',
    undefined,
    [
      permit({ Actor: 'role:a', Resource: '*', frequency: [['90 MHz', '100 MHz']] }),
      permit({ Actor: 'role:b', Resource: '*', frequency: [['100 MHz', '110 MHz']] }),
    ],
  ],
  [
    'a span with a closed band in it',
    '99000000..101000000 Hz',
    [permit(), deny({ frequency: [['99 MHz', '101 MHz']] })],
  ],
  [
    'a finer resolution than a permit asks for',
    'does not permit',
    [permit({ Condition: { greaterthan: { 'resolution-bandwidth': '10 kHz' } } })],
  ],
  [
    'a coarser one',
    undefined,
    [permit({ Condition: { greaterthan: { 'resolution-bandwidth': '10 kHz' } } })],
    capture({ fft_size: 512 }),
  ],
  [
    'a limit that is imposed',
    'does not permit',
    [permit(), { 'Policy-Action': 'Set', Attributes: { 'Min-resolution-bandwidth': '20 kHz' } }],
  ],
  [
    'a limit that a more specific one of its namespace lifts',
    undefined,
    [
      permit(),
      { 'Policy-Action': 'Set', Attributes: { 'Min-resolution-bandwidth': '20 kHz' } },
      { 'Policy-Action': 'Set', Resource: 'North', Attributes: { 'Min-resolution-bandwidth': '1 kHz' } },
    ],
  ],
  [
    'a slot shorter than imposed',
    'does not permit',
    [permit(), { 'Policy-Action': 'Set', Attributes: { 'Min-sensing-slot-duration': '11 s' } }],
  ],
  [
    'a sensor less sensitive than required',
    'does not permit',
    [permit(), { 'Policy-Action': 'Set', Attributes: { Sensitivity: '-114 dBm' } }],
  ],
  ['a window that ends while it measures', 'does not permit', [permit({ time: [{ daily: ['06:00', '12:00:05'] }] })]],
  ['a denial of a single action', 'permits no', [permit(), deny({ 'SCOS-Task': 'm4s' })]],
  ['a denial of another action', undefined, [permit(), deny({ 'SCOS-Task': 'iq' })]],
  ['another sensor’s permit', 'permits no', [permit({ Resource: 'Foo:Sensors::mast' })]],
  ['a quiet zone in which it does not stand', undefined, [permit(), deny({ location: quiet })]],
  [
    'a quiet zone in which it stands',
    'permits no',
    [permit(), deny({ location: quiet })],
    capture(),
    { location: GREEN_BANK },
  ],
  [
    'a quiet zone, its place not known',
    'permits no',
    [permit(), deny({ location: quiet })],
    capture({}, { location: undefined }),
    { location: undefined },
  ],
  [
    'a quiet zone, for one that moves and is elsewhere',
    undefined,
    [permit(), deny({ location: quiet })],
    capture(),
    { mobile: true },
  ],
  [
    'a quiet zone, for one that has moved into it',
    'does not permit',
    [permit(), deny({ location: quiet })],
    capture({}, { location: GREEN_BANK }),
    { mobile: true },
  ],
  [
    'a quiet zone, for one that moves and has no fix',
    'without a known place',
    [permit(), deny({ location: quiet })],
    capture({}, { location: undefined }),
    { mobile: true },
  ],
  [
    'an area that is permitted, for one that moves and has no fix',
    'without a known place',
    [permit({ location: quiet })],
    capture({}, { location: undefined }),
    { mobile: true },
  ],
];

describe('a fence', () => {
  for (const [name, expected, statements, what, subject] of CASES) {
    it(`judges ${name}`, () => {
      const said = refusal(statements, what, subject);
      if (expected === undefined) expect(said).toBeUndefined();
      else expect(said).toContain(expected);
    });
  }

  it('is small: bands of many statements are one rule', () => {
    const bands = Array.from({ length: 200 }, (_, index) =>
      permit({ Actor: `role:r${index}`, Resource: '*', frequency: [[index * 1e6, (index + 1) * 1e6]] }),
    );
    const set = policySetOf(bands.map((one, index) => policyOf(`p${index}`, 'sensing-management', one)));
    const { rules, permissions } = deriveFence(set, ROOF);
    expect(rules).toEqual([{ bands: [{ startHz: 0, stopHz: 200e6 }] }]);
    expect(permissions.map(({ grants }) => grants.length)).toEqual([1, 1]);
  });
});

describe('what policies ask about Actors together', () => {
  it.each([
    [11, true],
    [12, false],
  ])('is worked out for up to a bound, and beyond it is said to be incomplete: %d groups', (count, isComplete) => {
    const set = policySetOf(
      Array.from({ length: count }, (_, index) => ({ not: { equals: { Actor: `group:g${index}` } } })).map(
        (Condition, index) => policyOf(`p${index}`, 'sensing-management', permit({ Condition })),
      ),
    );
    expect(finished(FenceDerivation.prepare(set)).isComplete).toBe(isComplete);
  });
});

describe('the windows of a fence', () => {
  it('are those of the policy language', () => {
    const windows = [
      { kind: 'daily', startSeconds: 79_200, stopSeconds: 108_000, days: [0, 5] },
      { kind: 'daily', startSeconds: 0, stopSeconds: 86_400, days: [3] },
      { kind: 'span', startMicros: -Infinity, stopMicros: NOON_MS * 1000 },
    ] as const;
    const set = new WindowSet(windows);
    const start = NOON_MS * 1000 - 3 * 86_400e6;
    for (let micros = start; micros < start + 9 * 86_400e6; micros += 1_799_999_999) {
      expect(isWithinWindows(windows, micros)).toBe(set.has(micros));
    }
    const edges = [
      ...set.spanEdgesWithin(start, start + 7 * 86_400e6),
      ...set.dailyEdgesWithin(start, start + 7 * 86_400e6),
    ];
    const ours = windowEdgesWithin(windows, start, start + 7 * 86_400e6);
    expect(new Set(ours)).toEqual(new Set(edges));
  });
});
