import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedSet } from '../../bench/policy/generated/loaded-set.ts';
import { decide } from '../../src/policy/decide.ts';
import type { PolicyFile, PolicySetLoad } from '../../src/policy/policy-set.ts';
import { loadPolicySet, loadPolicySetInTurns } from '../../src/policy/policy-set.ts';

const { file: generated, requests } = generatedSet(600, 100);

/** Loads in turns and counts them. */
async function inTurns(files: readonly PolicyFile[]): Promise<{ load: PolicySetLoad; turns: number }> {
  let turns = 0;
  const load = await loadPolicySetInTurns(files, () => {
    turns += 1;
    return Promise.resolve();
  });
  return { load, turns };
}

function fileOf(statements: readonly object[], more: object = {}): PolicyFile {
  const header = { name: 'p', 'Policy-type': 'SPA-Policy', Scope: 'sensing-management' };
  return {
    path: 'p.json',
    text: JSON.stringify({ Policies: [{ ...header, Statement: statements }], ...more }, null, 1),
  };
}

describe('a load in turns', () => {
  it('gives the set that a load at once gives', async () => {
    const { load } = await inTurns([generated]);
    const plain = loadPolicySet([generated]);
    if (!load.ok || !plain.ok) throw new Error('the generated policies have faults');
    expect(load.set.hash).toBe(plain.set.hash);
    expect(load.warnings).toEqual(plain.warnings);
    for (const request of requests) expect(decide(load.set, request)).toEqual(decide(plain.set, request));
  });

  it('gives the public part that a load at once gives', async () => {
    const secret = { 'Policy-Action': 'Deny', Confidential: true };
    const files = [fileOf([secret, { 'Policy-Action': 'Permit' }])];
    const { load } = await inTurns(files);
    const plain = loadPolicySet(files);
    if (!load.ok || !plain.ok) throw new Error('the policies have faults');
    expect(load.set.publicPart.hash).toBe(plain.set.publicPart.hash);
    expect(load.set.publicPart.statements).toHaveLength(1);
    expect(load.set.publicPart.publicPart).toBe(load.set.publicPart);
  });

  it('names the faults that a load at once names', async () => {
    const text = readFileSync(join(import.meta.dirname, '../corpus/malformed.json'), 'utf8');
    const rows = JSON.parse(text) as { text?: string; document?: unknown }[];
    for (const row of rows) {
      const files = [{ path: 'bad.json', text: row.text ?? JSON.stringify(row.document, null, 2) }];
      expect((await inTurns(files)).load).toEqual(loadPolicySet(files));
    }
  });

  it.each<[string, PolicyFile]>([
    ['many policies', generated],
    ['one policy of many statements', fileOf(Array.from({ length: 3000 }, () => ({ 'Policy-Action': 'Deny' })))],
    [
      'many aliases',
      fileOf([{ 'Policy-Action': 'Deny' }], {
        Aliases: { actor: Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`a${i}`, [`user:${i}`]])) },
      }),
    ],
  ])('pauses again and again within one file of %s', async (_, file) => {
    expect((await inTurns([file])).turns).toBeGreaterThan(50);
  });
});

describe('a load of much', () => {
  it('resolves aliases nested far deeper than the stack', () => {
    const depth = 20_000;
    const aliases = Array.from({ length: depth }, (_, i) => [`a${i}`, [i + 1 < depth ? `a${i + 1}` : 'user:ann']]);
    const load = loadPolicySet([
      fileOf([{ 'Policy-Action': 'Permit', Actor: 'a0' }], {
        Aliases: { actor: Object.fromEntries(aliases) as object },
      }),
    ]);
    if (!load.ok) throw new Error(load.faults[0]?.detail);
    const names = { names: [{ text: 'ann', kind: 'user' as const }], complete: true };
    expect(load.set.statements[0]?.actor?.match(names)).toBe(true);
  });

  it('gives each of thousands of faults its line', () => {
    const count = 5000;
    const load = loadPolicySet([fileOf(Array.from({ length: count }, () => ({ 'Policy-Action': 'Forbid' })))]);
    const lines = load.ok ? [] : load.faults.map(({ line }) => line);
    expect(new Set(lines).size).toBe(count);
    expect(lines.every((line) => line !== undefined)).toBe(true);
  });

  it('tells thousands of switches of one resource each apart', () => {
    const statements = Array.from({ length: 5000 }, (_, i) => ({
      'Policy-Action': 'Set',
      Resource: `Foo:Sensors::${i}`,
      Attributes: { 'Prioritized-scan-enabled': i % 2 === 0 },
    }));
    expect(loadPolicySet([fileOf(statements)]).ok).toBe(true);
    const last = { ...statements[0], Attributes: { 'Prioritized-scan-enabled': false } };
    const load = loadPolicySet([fileOf([...statements, last])]);
    expect(load.ok ? [] : load.faults).toMatchObject([{ code: 'contradicting-switch' }]);
  });
});
