import { describe, expect, it } from 'vitest';
import { toImposedSettings } from '../../src/enforcement/imposed-settings.ts';
import { decide } from '../../src/policy/decide.ts';
import { policyOf, policySetOf } from './policies.ts';

/** Each Set attribute of the registry, as policies write it and as code reads it. */
const CASES = [
  ['Min-sensing-slot-duration', '2 min', { minSlotSeconds: 120 }],
  ['Max-data-storage-duration', 'P7D', { maxStorageSeconds: 604_800 }],
  ['Min-resolution-bandwidth', '10 kHz', { minResolutionHz: 10_000 }],
  ['Max-concurrent-tasks', 3, { maxConcurrentTasks: 3 }],
  ['Sensitivity', '-114 dBm', { sensitivityDbm: -114 }],
  ['Prioritized-scan-enabled', true, { isPrioritized: true }],
  ['SSM-Proxy-Enabled', false, { isProxyEnabled: false }],
  ['Approval-required', true, { needsApproval: true }],
  ['Detection-threshold', '-100 dBm', { detectionThresholdDbm: -100 }],
  ['Averaging-bandwidth', '1 MHz', { averagingBandwidthHz: 1e6 }],
  ['Fusion-rule', 'MAJORITY', { fusionRule: 'MAJORITY' }],
] as const;

describe('what a permit imposes', () => {
  it.each(CASES)('%s %s arrives with its meaning and in its base unit', (attribute, value, imposed) => {
    const set = policySetOf([
      policyOf('all', 'sensing-management', { 'Policy-Action': 'Permit' }),
      policyOf('imposed', 'sensing-management', { 'Policy-Action': 'Set', Attributes: { [attribute]: value } }),
    ]);
    const decision = decide(set, {
      scope: 'sensing-management',
      actor: { user: 'ann' },
      resource: { id: 'Foo:Sensors::A' },
      task: { operation: 'Scanning' },
    });
    expect(decision.decision === 'Permit' ? toImposedSettings(decision.settings) : decision).toEqual(imposed);
  });

  it('is nothing where policy sets nothing, or a value that its attribute can not have', () => {
    expect(toImposedSettings({})).toEqual({});
    expect(toImposedSettings({ 'approval-required': 'yes', 'max-concurrent-tasks': '3' })).toEqual({});
  });
});
