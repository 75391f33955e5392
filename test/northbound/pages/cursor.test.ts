import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CursorSeal } from '../../../src/northbound/pages/cursor.ts';

const seal = new CursorSeal(new Uint8Array(32).fill(1));
const binding = {
  operation: 'sensor_list',
  user: 'u1',
  filters: { band: [1, 2], area: { circle: { center: [1, 2], radius: '1 km' } } },
};

describe('CursorSeal', () => {
  it('gives back what it sealed, whatever the order of the filters', () => {
    const turned = {
      ...binding,
      filters: { area: { circle: { radius: '1 km', center: [1, 2] } }, status: undefined, band: [1, 2] },
    };
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((id) => id.isWellFormed()),
        (id) => seal.open(turned, seal.seal(binding, id)) === id,
      ),
    );
  });

  it.each([
    ['another caller', { ...binding, user: 'u2' }],
    ['another operation', { ...binding, operation: 'task_list' }],
    ['another filter', { ...binding, filters: { ...binding.filters, band: [2, 1] } }],
    ['a filter more', { ...binding, filters: { ...binding.filters, action: 'm4s' } }],
    ['a filter less', { ...binding, filters: { band: [1, 2] } }],
  ])('refuses a cursor for %s', (_what, other) => {
    expect(seal.open(other, seal.seal(binding, 'id-1'))).toBeUndefined();
  });

  it('refuses every cursor in which one character was changed', () => {
    const cursor = seal.seal(binding, '019a9f3e-7c00-7000-8000-000000000001');
    fc.assert(
      fc.property(
        fc.nat({ max: cursor.length - 1 }),
        fc.constantFrom('A', 'B', 'a', 'b', '0', '9', '-', '_'),
        (at, letter) => {
          const changed = cursor.slice(0, at) + letter + cursor.slice(at + 1);
          return changed === cursor || seal.open(binding, changed) === undefined;
        },
      ),
    );
  });

  it('refuses what is no cursor at all', () => {
    fc.assert(fc.property(fc.string(), (text) => seal.open(binding, text) === undefined));
  });

  it('refuses the cursors of another installation', () => {
    const other = new CursorSeal(new Uint8Array(32).fill(2));
    expect(other.open(binding, seal.seal(binding, 'id-1'))).toBeUndefined();
  });

  it('refuses a secret that could be guessed', () => {
    expect(() => new CursorSeal(new Uint8Array(15))).toThrow(/16 octets/);
  });
});
