import { describe, expect, it } from 'vitest';
import { StatementNames } from '../../../src/database/connection/statement-names.ts';

describe('statement names', () => {
  it('are given to a text that comes again, always the same one', () => {
    const names = new StatementNames();
    expect(names.nameFor('select 1')).toBeUndefined();
    const name = names.nameFor('select 1');
    expect(name).toMatch(/^cb_[0-9a-f]{24}$/);
    expect(names.nameFor('select 1')).toBe(name);
    names.nameFor('select 2');
    expect(names.nameFor('select 2')).not.toBe(name);
  });

  it('are not given to texts without end', () => {
    const names = new StatementNames();
    const texts = Array.from({ length: 5_000 }, (_, index) => `select ${index}`);
    for (const text of texts) names.nameFor(text);
    expect(names.nameFor(texts[0] ?? '')).toBeUndefined();
    const given = texts.filter((text) => (names.nameFor(text), names.nameFor(text)) !== undefined);
    expect(given).toHaveLength(400);
  });

  it('are not given to very long texts', () => {
    const names = new StatementNames();
    const text = `values ${'($1),'.repeat(10_000)}`;
    expect([names.nameFor(text), names.nameFor(text), names.nameFor(text)]).toEqual([undefined, undefined, undefined]);
  });
});
