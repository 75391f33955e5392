import { describe, expect, it } from 'vitest';
import { heldSeconds, strictest } from '../../../src/tasking/policy-limits/imposed-settings.ts';

describe('what policy imposes on several sensors', () => {
  it.each([
    ['a lower limit is the largest', 'min-sensing-slot-duration', [1, 3, 2], 3],
    ['an upper limit is the smallest', 'max-data-storage-duration', [30, 10, 20], 10],
    ['an upper limit is one whatever its name', 'sensitivity', [-90, -110], -110],
    ['what one of them needs all need', 'approval-required', [false, true], true],
    ['what they agree on holds', 'prioritized-scan-enabled', [true, true], true],
    ['what they differ in can’t be said of all', 'prioritized-scan-enabled', [true, false], undefined],
  ])('%s', (_name, attribute, values, expected) => {
    expect(strictest([{}, ...values.map((value) => ({ [attribute]: value }))])[attribute]).toBe(expected);
  });

  it('makes a slot longer, never shorter', () => {
    expect(heldSeconds(2, { 'min-sensing-slot-duration': 3 })).toBe(3);
    expect(heldSeconds(4, { 'min-sensing-slot-duration': 3 })).toBe(4);
    expect(heldSeconds(2, {})).toBe(2);
  });
});
