import { describe, expect, it } from 'vitest';
import { decide } from '../../src/policy/decide.ts';
import { nearestPermitted } from '../../src/policy/nearest.ts';
import type { PolicyRequest } from '../../src/policy/request.ts';
import { readPolicyFiles } from '../../src/policy-files.ts';
import { loaded, setOf } from './policy-tests.ts';

const shipped = loaded(await readPolicyFiles(new URL('../../policies', import.meta.url).pathname));
const scan: PolicyRequest = {
  scope: 'sensing-management',
  actor: { user: 'alice', groups: [], roles: ['client'] },
  resource: { id: 'clearband:Sensors::green-bank', groups: [] },
  task: { operation: 'Scanning' },
  time: new Date('2026-03-02T12:00:00Z'),
  durationSeconds: 2,
  location: { latitude: 38.4331, longitude: -79.8398 },
};

describe('nearestPermitted', () => {
  it('returns a permitted request as it is', () => {
    const request = { ...scan, band: { startHz: 700e6, stopHz: 710e6 } };
    expect(nearestPermitted(shipped, request)).toBe(request);
  });

  it.each<[string, Partial<PolicyRequest>, Partial<PolicyRequest>]>([
    [
      'coarsens the resolution to the limit',
      { band: { startHz: 777e6, stopHz: 787e6 }, attributes: { 'Resolution-bandwidth': '15 kHz' } },
      { attributes: { 'resolution-bandwidth': 100_000 } },
    ],
    [
      'lengthens the slot, and the task with it',
      { band: { startHz: 1e6, stopHz: 2e6 }, durationSeconds: 0.1, attributes: { 'slot-duration': 0.1 } },
      { durationSeconds: 1, attributes: { 'slot-duration': 1 } },
    ],
    [
      'shifts the band up over the near edge',
      { band: { startHz: 1420e6, stopHz: 1430e6 } },
      { band: { startHz: 1427e6, stopHz: 1437e6 } },
    ],
    [
      'shifts the band down over the near edge',
      { band: { startHz: 1395e6, stopHz: 1405e6 } },
      { band: { startHz: 1390e6, stopHz: 1400e6 } },
    ],
    [
      'shifts and lengthens',
      { band: { startHz: 1395e6, stopHz: 1405e6 }, attributes: { 'slot-duration': 0.5 } },
      { band: { startHz: 1390e6, stopHz: 1400e6 }, attributes: { 'slot-duration': 1 } },
    ],
  ])('%s', (_, part, expected) => {
    const request = { ...scan, ...part };
    expect(decide(shipped, request).decision).toBe('Deny');
    const nearest = nearestPermitted(shipped, request);
    expect(nearest).toMatchObject(expected);
    expect(nearest && decide(shipped, nearest).decision).toBe('Permit');
  });

  const windows = setOf({
    id: 'w',
    title: '',
    policy: {
      Policy: {
        name: 'nights',
        'Policy-type': 'SPA-Policy',
        Scope: 'sensing-management',
        Statement: [
          { 'Policy-Action': 'Permit', frequency: [['1 GHz', '2 GHz']], time: [{ daily: ['22:00', '06:00'] }] },
        ],
      },
    },
    cases: [],
  });

  it('starts later, when the window opens', () => {
    const nearest = nearestPermitted(windows, { ...scan, band: { startHz: 1e9, stopHz: 2e9 }, durationSeconds: 3600 });
    expect(nearest?.time).toEqual(new Date('2026-03-02T22:00:00Z'));
  });

  it('narrows a band that is wider than what is permitted', () => {
    const request = { ...scan, band: { startHz: 0.5e9, stopHz: 3e9 }, time: new Date('2026-03-02T23:00:00Z') };
    expect(nearestPermitted(windows, request)?.band).toEqual({ startHz: 1e9, stopHz: 2e9 });
  });

  it('does both', () => {
    const nearest = nearestPermitted(windows, { ...scan, band: { startHz: 1.9e9, stopHz: 2.1e9 } });
    expect(nearest).toMatchObject({ band: { startHz: 1.8e9, stopHz: 2e9 }, time: new Date('2026-03-02T22:00:00Z') });
  });

  it('finds nothing for an Actor whom nothing permits', () => {
    expect(nearestPermitted(shipped, { ...scan, actor: { user: 'mallory', roles: ['guest'] } })).toBeUndefined();
  });
});
