import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { boundsOf, testFileOf } from '../../../src/policy/bounds/bounds.ts';
import { loadPolicySet } from '../../../src/policy/policy-set.ts';
import type { PolicySet } from '../../../src/policy/policy-set.ts';
import type { PolicyTest } from '../../../src/policy/policy-test/policy-test.ts';
import { readPolicyTests } from '../../../src/policy/policy-test/read-policy-tests.ts';
import { runPolicyTests } from '../../../src/policy/policy-test/run-policy-tests.ts';
import { filesBelow } from '../policy-tests.ts';
import { mutantsOf } from './mutants.ts';

const root = join(import.meta.dirname, '../../..');
const drafts = join(root, '../shared/reference/draft-policy-examples.json');

function setOf(document: unknown): PolicySet | undefined {
  const load = loadPolicySet([{ path: 'p.json', text: JSON.stringify(document) }]);
  return load.ok ? load.set : undefined;
}

/** The tests of a file that `bounds` wrote. */
function testsIn(text: string): readonly PolicyTest[] {
  const { tests, faults } = readPolicyTests({ path: 'b.test.json', text });
  expect(faults).toEqual([]);
  return tests;
}

/** True when every case passes against `set`. */
function pass(tests: readonly PolicyTest[], set: PolicySet): boolean {
  return tests.every((test) => runPolicyTests([test], { ok: true, set }).every(({ passed }) => passed));
}

/** Documents of the corpus, one for each test. */
function corpus(): { id: string; document: unknown }[] {
  const files = filesBelow(join(root, 'test/corpus')).filter(({ path }) => !path.includes('malformed'));
  return files.flatMap(({ text }) =>
    (JSON.parse(text) as { id: string; policy: unknown; aliases?: unknown; defaults?: unknown }[]).map(
      ({ id, policy, aliases = {}, defaults = {} }) => ({
        id,
        document: { Policies: [policy].flat(), Aliases: aliases, Defaults: defaults },
      }),
    ),
  );
}

/** Edges that change no decision: settings that a stricter one always beats, and an alias that nothing uses. */
const IDLE: Readonly<Record<string, RegExp>> = {
  'A-37': /Statement\/2\/Attributes/,
  'B-02': /Statement\/2\/Attributes/,
  'B-04': /Statement\/1\/Attributes/,
  namespaces: /Policies\/1\/.*Attributes/,
  drafts: /Aliases\/frequency\/L-band/,
};

describe('boundary cases', () => {
  const subjects = [
    ...corpus(),
    ...(existsSync(drafts) ? [{ id: 'drafts', document: JSON.parse(readFileSync(drafts, 'utf8')) as unknown }] : []),
  ];
  it.each(subjects)('of $id pass now, and some fails when an edge moves', ({ id, document }) => {
    const set = setOf(document);
    if (set === undefined) throw new Error('the document does not load');
    const tests = testsIn(testFileOf(boundsOf(set, set.statements)));
    expect(pass(tests, set)).toBe(true);
    const survivors = mutantsOf(document).filter((mutant) => {
      const changed = setOf(mutant.document);
      return changed !== undefined && pass(tests, changed);
    });
    expect(survivors.map(({ what }) => what).filter((what) => IDLE[id]?.test(what) !== true)).toEqual([]);
  });
});
