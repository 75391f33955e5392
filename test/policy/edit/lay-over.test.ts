import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOf } from '../../../src/policy/edit/file-parts.ts';
import { layOver, withoutPolicy } from '../../../src/policy/edit/lay-over.ts';
import { type PolicyFile, loadPolicySet } from '../../../src/policy/policy-set.ts';
import { loaded } from '../policy-tests.ts';

const policy = (name: string, more: object = {}, namespace = 'global') => ({
  namespace,
  name,
  'Policy-type': 'SPA-Policy',
  Scope: 'sensing-management',
  Statement: [{ StatementId: 's', 'Policy-Action': 'Deny', ...more }],
});
const document = (name: string, more?: object) => ({ Version: '2017-02-15', Policy: policy(name, more) });
const file = (path: string, content: unknown): PolicyFile => ({ path, text: JSON.stringify(content, undefined, 2) });
const band = { frequency: 'X-band' };

describe('layOver', () => {
  it('puts a policy in the place of the one of its namespace and name, whichever file that stands in', () => {
    const files = [
      file('a.json', { Policies: [document('a'), policy('b'), document('c')] }),
      file('d.json', document('d')),
    ];
    const draft = file('draft.json', document('b', { Actor: 'role:client' }));
    const [a, d, last, ...more] = layOver(files, [draft]);
    expect(JSON.parse(a?.text ?? '')).toEqual({ Policies: [document('a'), document('c')] });
    expect([d, last, more]).toEqual([files[1], draft, []]);
  });

  it('takes no policy of another namespace away', () => {
    const files = [file('a.json', { Policy: policy('a', {}, 'Foo') })];
    expect(layOver(files, [file('draft.json', document('a'))])[0]).toBe(files[0]);
  });

  it('replaces aliases by kind, namespace and name, and leaves the others', () => {
    const aliases = {
      frequency: { 'X-band': [['8 GHz', '12 GHz']], other: [[1, 2]] },
      time: { 'X-band': [{ daily: ['00:00', '01:00'] }] },
    };
    const files = [file('a.json', { ...document('a', band), Aliases: aliases })];
    const draft = file('draft.json', { Aliases: { Frequency: { 'X-band': [['9 GHz', '10 GHz']] } } });
    const set = loaded(layOver(files, [draft]));
    expect(set.aliases.map(({ kind, name, place }) => [kind, name, place.file.path])).toEqual([
      ['frequency', 'X-band', 'draft.json'],
      ['frequency', 'other', 'a.json'],
      ['time', 'X-band', 'a.json'],
    ]);
  });

  it('replaces the defaults that a draft names, step by step', () => {
    const files = [file('a.json', { Defaults: { 'sensing-management': { actor: 'accept', resource: 'accept' } } })];
    const draft = file('draft.json', { Defaults: { 'Sensing-management:': { actor: 'deny' } } });
    expect(loaded(layOver(files, [draft])).defaults['sensing-management']).toEqual({
      actor: 'deny',
      resource: 'accept',
    });
  });

  it('leaves a fault of a draft to the loader', () => {
    const files = [file('a.json', document('a'))];
    const load = loadPolicySet(
      layOver(files, [file('draft.json', { Policy: { name: 'a' } }), { path: 'b', text: '{' }]),
    );
    expect(load.ok ? [] : load.faults.map(({ path }) => path)).toEqual(expect.arrayContaining(['draft.json', 'b']));
  });

  it('keeps what else its files say of themselves', () => {
    const files = [{ ...file('a.json', { Policies: [policy('a'), policy('b')] }), origin: 'directory' }];
    const laid = layOver(files, [{ ...file('draft.json', document('a')), origin: 'api' }]);
    expect(laid.map(({ path, origin }) => [path, origin])).toEqual([
      ['a.json', 'directory'],
      ['draft.json', 'api'],
    ]);
  });
});

describe('withoutPolicy', () => {
  const written = `\uFEFF{ "Version" : "2017-02-15",
  "Policies": [ ${JSON.stringify(policy('a'))} ,
    ${JSON.stringify(document('b'))},
\t${JSON.stringify(policy('ć'))}   ],   "Aliases":{"frequency":{"version":[[1,2]]}} }\n`;
  const cases: readonly (readonly [string, string])[] = [
    ['a', written.replace(`${JSON.stringify(policy('a'))} ,\n    `, '')],
    ['b', written.replace(` ,\n    ${JSON.stringify(document('b'))}`, '')],
    ['ć', written.replace(`,\n\t${JSON.stringify(policy('ć'))}`, '')],
    ['no such policy', written],
  ];

  it.each(cases)('takes %s out and leaves every other byte', (name, expected) => {
    expect(withoutPolicy([{ path: 'a', text: written }], { namespace: 'global', name })).toEqual([
      { path: 'a', text: expected },
    ]);
  });

  it.each([
    ['a document', document('a')],
    ['a list of one', { $schema: 'x', Policies: [document('a')] }],
    ['nested lists', { Policies: [{ Version: '2017-02-15', Policies: [policy('a')] }] }],
  ])('drops a file that held nothing else: %s', (_, content) => {
    expect(withoutPolicy([file('a.json', content)], { namespace: 'global', name: 'a' })).toEqual([]);
  });

  it('keeps an alias whose name looks like a key of a document', () => {
    const content = { Policy: policy('a'), Aliases: { frequency: { version: [[1, 2]], x: [[1, 2]] } } };
    const [left] = layOver([file('a.json', content)], [file('b.json', { Aliases: { frequency: { x: [[3, 4]] } } })]);
    expect(JSON.parse(left?.text ?? '')).toEqual({ ...content, Aliases: { frequency: { version: [[1, 2]] } } });
  });
});

describe('any edit', () => {
  const NAMES = ['a', 'b', 'c', 'd'];
  const spellings = fc.constantFrom('Policy', 'policy', 'POLICY');
  const documents = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1 }).chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.oneof(
          fc.constant(policy(name)),
          spellings.map((key) => ({ Version: '2017-02-15', [key]: policy(name) })),
        ),
      ),
    ),
  );
  const texts = fc
    .tuple(documents, fc.constantFrom(undefined, 1, '\t'), fc.boolean())
    .map(([policies, indent, hasAlias]) =>
      JSON.stringify(
        { Policies: policies, ...(hasAlias && { Aliases: { time: { t: [{ daily: ['00:00', '01:00'] }] } } }) },
        undefined,
        indent,
      ),
    );

  it('leaves exactly the rest', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(...NAMES), (text, name) => {
        const keysOf = (files: readonly PolicyFile[]) => partsOf(files).map(({ key }) => key);
        const left = withoutPolicy([{ path: 'x', text }], { namespace: 'global', name });
        expect(keysOf(left)).toEqual(
          keysOf([{ path: 'x', text }]).filter((key) => key !== JSON.stringify(['policy', 'global', name])),
        );
        expect(left.length === 0 || loadPolicySet(left).ok).toBe(true);
      }),
    );
  });
});
