import { describe, expect, it } from 'vitest';

it('passes', () => {
  expect(1 + 1).toBe(2);
});

it('fails', () => {
  expect(1 + 1).toBe(3);
});

it('skips itself', (context) => {
  context.skip('the recording is absent');
});

describe.skipIf(true)('a group whose condition does not hold', () => {
  it('is skipped', () => undefined);
});
