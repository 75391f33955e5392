import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOf } from '../../../src/policy/edit/file-parts.ts';
import { layOver, withoutPolicy } from '../../../src/policy/edit/lay-over.ts';
import { readTextTree } from '../../../src/policy/edit/text-tree.ts';
import { type PolicySet, loadPolicySet } from '../../../src/policy/policy-set.ts';
import { arbitraryPolicySet, toFiles } from '../generation/policy-sets.ts';
import { loaded } from '../policy-tests.ts';

const names = (values: readonly string[]) => [...new Set(values)].sort();
const policiesOf = (set: PolicySet) => names(set.policies.map(({ id }) => id));
const aliasesOf = (set: PolicySet) => names(set.aliases.map(({ namespace, name }) => `${namespace}:${name}`));

describe('what policy files say', () => {
  it('is named as the loader names it, in every spelling', () => {
    fc.assert(
      fc.property(arbitraryPolicySet, fc.boolean(), (document, split) => {
        const files = toFiles(document, { split });
        const [set, parts] = [loaded(files), partsOf(files)];
        expect(names(parts.flatMap(({ policyId }) => policyId ?? []))).toEqual(policiesOf(set));
        const aliases = parts.filter(({ kind }) => kind === 'alias');
        expect(names(aliases.map(({ namespace, name }) => `${namespace}:${name}`))).toEqual(aliasesOf(set));
      }),
      { numRuns: 40 },
    );
  });

  it('means the same when a file of a set is laid over the set', () => {
    fc.assert(
      fc.property(arbitraryPolicySet, fc.nat(), (document, pick) => {
        const files = toFiles(document);
        const split = toFiles(document, { split: true });
        const draft = split[pick % split.length];
        expect(loaded(layOver(files, draft === undefined ? [] : [draft])).hash).toBe(loaded(files).hash);
      }),
      { numRuns: 30 },
    );
  });

  it('loses one policy at a time until none is left', () => {
    fc.assert(
      fc.property(arbitraryPolicySet, (document) => {
        let files = toFiles(document);
        for (const policy of loaded(files).policies) {
          const before = policiesOf(loaded(files));
          files = withoutPolicy(files, policy);
          const after = loadPolicySet(files);
          expect(after.ok && policiesOf(after.set)).toEqual(before.filter((id) => id !== policy.id));
        }
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    ['nothing of a broken text', '{ "Policy": { "name": "x" '],
    ['nothing of a text with a key given twice', '{ "Policy": { "name": "x", "name": "y" } }'],
    ['nothing of a policy without a name', '{ "Policy": { "name": 1 } }'],
    ['nothing of another kind of value', '[1, 2]'],
  ])('is %s', (_, text) => {
    expect(partsOf([{ path: 'x', text }])).toEqual([]);
  });

  it('is looked for in any text without ever hanging or throwing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.stringMatching(/^[{}[\]",:a ]*$/)), (text) => {
        expect(partsOf([{ path: 'x', text }])).toBeInstanceOf(Array);
        expect(readTextTree(text).stop).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
