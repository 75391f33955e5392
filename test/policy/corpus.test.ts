import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PolicyFile } from '../../src/policy/policy-set.ts';
import { loadPolicySet } from '../../src/policy/policy-set.ts';
import type { PolicyTest } from './policy-tests.ts';
import { declarePolicyTests, filesBelow, loaded } from './policy-tests.ts';

const root = join(import.meta.dirname, '../..');
const reference = join(root, '../shared/reference');
/** The rows of §4.4 and §4.11 of the specification. */
const RESOLUTIONS = [...range('A', 41), ...range('B', 24)];

describe('the corpus', () => {
  const files = filesBelow(join(root, 'test/corpus')).filter(({ path }) => !path.includes('malformed'));
  declarePolicyTests(files.flatMap(({ text }) => JSON.parse(text) as PolicyTest[]));

  it('has a case for each resolution of the specification', () => {
    const rows = files.flatMap(({ text }) => JSON.parse(text) as { id: string }[]);
    const named = new Set(rows.flatMap(({ id }) => id.match(/[AB]-\d\d/g) ?? []));
    expect(RESOLUTIONS.filter((row) => !named.has(row))).toEqual([]);
    // A row is a claim on the specification: one that it does not have is a slip of the pen.
    expect([...named].filter((row) => !RESOLUTIONS.includes(row))).toEqual([]);
  });
});

/** A file of the malformed corpus: its text, or the document that it holds, written out with two spaces. */
interface CorpusFile {
  readonly path?: string;
  readonly text?: string;
  readonly document?: unknown;
}

/** A row of the malformed corpus: one file (`bad.json`) or several, and everything that is said of them. */
interface MalformedRow extends CorpusFile {
  readonly id?: string;
  readonly title: string;
  readonly files?: readonly CorpusFile[];
  /** None: it loads, with these warnings. The path of a single file is left out. */
  readonly faults: readonly { readonly code: string; readonly path?: string }[];
  readonly warnings?: readonly object[];
}

describe('the malformed corpus', () => {
  const rows = ['malformed.json', 'more-malformed.json'].flatMap(
    (name) => JSON.parse(readFileSync(join(root, 'test/corpus', name), 'utf8')) as MalformedRow[],
  );

  it.each(rows)('names every fault, and where it is: $title', ({ files, faults, warnings, ...single }) => {
    const load = loadPolicySet((files ?? [single]).map(fileOf));
    const path = 'bad.json';
    expect(load.ok ? [] : load.faults).toEqual(faults.map((fault) => ({ path, ...fault })));
    if (warnings !== undefined) expect(load.warnings).toEqual(warnings.map((warning) => ({ path, ...warning })));
    expect(load.ok).toBe(faults.length === 0);
  });

  it.each([
    ['broken JSON', ['malformed-json']],
    ['wrong types', ['wrong-type']],
    ['unknown keys', ['unknown-key', 'unknown-field', 'unknown-attribute', 'misplaced-key']],
    ['bad units', ['wrong-unit', 'wrong-quantity']],
    ['cycles', ['alias-cycle']],
    ['self-crossing polygons', ['self-crossing-polygon']],
    ['deep nesting', ['too-deep']],
    ['huge numbers', ['number-too-large']],
    ['control characters', ['bad-name']],
    ['duplicate names', ['duplicate-policy', 'duplicate-statement', 'duplicate-alias', 'duplicate-key']],
    ['unknown versions', ['unknown-version']],
  ])('has %s', (_, codes) => {
    const found = new Set(rows.flatMap(({ faults }) => faults.map(({ code }) => code)));
    expect(codes.filter((code) => !found.has(code))).toEqual([]);
  });
});

describe('the shipped policies', () => {
  const files = filesBelow(join(root, 'policies')).filter(({ path }) => !path.endsWith('.schema.json'));
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

function fileOf({ path = 'bad.json', text, document }: CorpusFile): PolicyFile {
  return { path, text: text ?? JSON.stringify(document, null, 2) };
}
