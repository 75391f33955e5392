import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decideJson } from '../../src/policy/decide.ts';
import { differencesOf } from '../../src/policy/policy-test/differences.ts';
import { answerOf } from '../../src/policy/policy-test/policy-test.ts';
import type { JsonObject } from '../../src/policy/source/json-text.ts';
import type { PolicyFile, PolicySet } from '../../src/policy/policy-set.ts';
import { loadPolicySet } from '../../src/policy/policy-set.ts';

/** One policy test: a set, requests, and what is expected of each (policy-language §4.8). */
export interface PolicyTest {
  readonly id: string;
  readonly title: string;
  /** Left out: the policies beside the test file. */
  readonly policy?: unknown;
  readonly aliases?: unknown;
  readonly defaults?: unknown;
  readonly cases: readonly {
    readonly request: unknown;
    readonly expect: JsonObject;
    readonly why: string;
  }[];
}

/** Every JSON file below `folder`, path and text. */
export function filesBelow(folder: string): PolicyFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));
}

/** The set of `files`; fails with every fault. */
export function loaded(files: readonly PolicyFile[]): PolicySet {
  const load = loadPolicySet(files);
  if (!load.ok)
    throw new Error(load.faults.map(({ path, pointer, detail }) => `${path} ${pointer}: ${detail}`).join('\n'));
  return load.set;
}

/** The policies that the repository ships. */
export function shippedPolicies(): PolicySet {
  const folder = join(import.meta.dirname, '../../policies');
  return loaded(filesBelow(folder).filter(({ path }) => !path.endsWith('.schema.json')));
}

/** The set of a test's own policies. */
export function setOf({ id, policy, aliases, defaults }: PolicyTest): PolicySet {
  const document = { Policies: [policy].flat(), Aliases: aliases ?? {}, Defaults: defaults ?? {} };
  return loaded([{ path: `${id}.json`, text: JSON.stringify(document) }]);
}

/** Declare one vitest case for each case of the tests. `around` is the set of tests without policies of their own. */
export function declarePolicyTests(tests: readonly PolicyTest[], around?: PolicySet): void {
  for (const test of tests) {
    describe(`${test.id}: ${test.title}`, () => {
      const set = test.policy === undefined && around !== undefined ? around : setOf(test);
      it.each(test.cases)('$why', ({ request, expect: expected }) => {
        const answer = answerOf(decideJson(set, request));
        expect(differencesOf(expected, answer), JSON.stringify(answer)).toEqual([]);
      });
    });
  }
}

export { answerOf };
