import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPolicySet } from '../../src/policy/policy-set.ts';
import type { PolicyTest } from './policy-tests.ts';
import { declarePolicyTests, filesBelow, loaded } from './policy-tests.ts';

const root = join(import.meta.dirname, '../..');
const reference = join(root, '../shared/reference');

describe('the corpus', () => {
  const files = filesBelow(join(root, 'test/corpus')).filter(({ path }) => !path.includes('malformed'));
  declarePolicyTests(files.flatMap(({ text }) => JSON.parse(text) as PolicyTest[]));

  it('has a case for each resolution that concerns the evaluation', () => {
    const ids = files.flatMap(({ text }) => (JSON.parse(text) as PolicyTest[]).map(({ id }) => id)).join(' ');
    // What is left out concerns registration, the server or the loader, and is tested there.
    const elsewhere = new Set(['A-32', 'A-33', 'A-34', 'A-35', 'A-36', 'A-37', 'A-38', 'A-39', 'A-41', 'B-20', 'B-24']);
    const rows = [...range('A', 41), ...range('B', 24)].filter((row) => !elsewhere.has(row));
    expect(rows.filter((row) => !ids.includes(row))).toEqual([]);
  });
});

describe('the malformed corpus', () => {
  const text = readFileSync(join(root, 'test/corpus/malformed.json'), 'utf8');
  const rows = JSON.parse(text) as {
    title: string;
    text?: string;
    document?: unknown;
    code: string;
    pointer: string;
  }[];
  it.each(rows)('refuses $title', ({ text: raw, document, code, pointer }) => {
    const load = loadPolicySet([{ path: 'bad.json', text: raw ?? JSON.stringify(document) }]);
    const faults = load.ok ? [] : load.faults;
    expect(faults.map((fault) => `${fault.code} ${fault.pointer}`)).toContain(`${code} ${pointer}`);
    expect(faults.every(({ detail, path }) => detail.length > 10 && path === 'bad.json')).toBe(true);
  });
});

describe('the shipped policies', () => {
  const files = filesBelow(join(root, 'policies')).filter(({ path }) => !path.endsWith('policy.schema.json'));
  const tests = files.filter(({ path }) => path.endsWith('.test.json'));
  declarePolicyTests(
    tests.flatMap(({ text }) => JSON.parse(text) as PolicyTest[]),
    loaded(files),
  );

  it('load without a warning', () => {
    const load = loadPolicySet(files);
    expect(load.ok && load.warnings).toEqual([]);
  });
});

describe.skipIf(!existsSync(reference))('the reference cases (skipped where the references are absent)', () => {
  const sample = join(reference, 'policy-test-sample.json');
  if (existsSync(sample)) declarePolicyTests(JSON.parse(readFileSync(sample, 'utf8')) as PolicyTest[]);

  it('the example policies of the drafts load without a warning', () => {
    const path = join(reference, 'draft-policy-examples.json');
    const load = loadPolicySet([{ path, text: readFileSync(path, 'utf8') }]);
    expect(load.ok && load.set.policies.length).toBe(9);
    expect(load.warnings).toEqual([]);
  });
});

function range(letter: string, last: number): string[] {
  return Array.from({ length: last }, (_, index) => `${letter}-${String(index + 1).padStart(2, '0')}`);
}
