import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPolicyFile } from '../../src/policy/format/format-policy-file.ts';
import type { PolicyFile } from '../../src/policy/policy-set.ts';
import { parsePolicyRequest } from '../../src/policy/request-json.ts';
import { arbitraryPolicySet, toFiles } from './generation/policy-sets.ts';
import type { PolicyTest } from './policy-tests.ts';
import { filesBelow } from './policy-tests.ts';
import { allParts, SCHEMA_FOLDER, SCHEMAS, validatorOf } from './schemas.ts';

const root = join(import.meta.dirname, '../..');
const reference = join(root, '../shared/reference');
const isPolicyFile = validatorOf('policy.schema.json');
const isTestFile = validatorOf('policy-test.schema.json');
const isAliasFile = validatorOf('alias.schema.json');
const isRequest = validatorOf('request.schema.json');

/** The schemas show the canonical spelling; these test what the loader takes besides. */
const DRAFT_SPELLINGS: Readonly<Record<string, string>> = {
  'A-29': 'the action as a draft spells it, `Transmit-sensing-data`',
  'B-24': 'keys in any spelling',
  'B-17': 'scopes with spaces, in capitals and with a colon',
  beside: 'keys as the drafts spell them, and attributes beside the other keys',
  'sample-2': 'keys and an action as the drafts spell them',
  'sample-3': 'an action and a scope as the drafts spell them',
};

describe('the schemas of policy files', () => {
  it('are seven, each known by its file name, so that they find each other on disk and on a server', () => {
    expect(Object.keys(SCHEMAS)).toHaveLength(7);
    for (const [name, { $id, $schema }] of Object.entries(SCHEMAS))
      expect([$id, $schema]).toEqual([name, 'https://json-schema.org/draft/2020-12/schema']);
  });

  it.each(Object.keys(SCHEMAS))('%s is strict', (name) => {
    expect(() => validatorOf(name)).not.toThrow();
  });

  const examples = allParts().filter(({ schema }) => 'examples' in schema);
  it('give only examples that they accept', () => {
    expect(examples.length).toBeGreaterThan(150);
    const refused = examples.flatMap(({ reference: part, schema: { examples: list } }) => {
      const validate = validatorOf(part);
      return (list as unknown[]).filter((one) => !validate(one)).map((one) => `${part}: ${JSON.stringify(one)}`);
    });
    expect(refused).toEqual([]);
  });
});

describe('what is shipped', () => {
  const files = filesBelow(join(root, 'policies')).filter(({ path }) => !path.endsWith('.schema.json'));

  it.each(files)('$path is accepted', ({ path, text }) => {
    const validate = path.endsWith('.test.json') ? isTestFile : isPolicyFile;
    expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each(files.filter(({ path }) => !path.endsWith('.test.json')))('$path names its schema', ({ path, text }) => {
    const { $schema = '' } = JSON.parse(text) as { $schema?: string };
    expect(join(dirname(path), $schema)).toBe(join(SCHEMA_FOLDER, 'policy.schema.json'));
  });
});

describe('the settings for VS Code', () => {
  const text = readFileSync(join(root, '.vscode/settings.json'), 'utf8');
  const settings = JSON.parse(text) as { 'json.schemas': { fileMatch: string[]; url: string }[] };

  it('lead policy tests, which are lists and can name no schema, to theirs', () => {
    for (const { url } of settings['json.schemas']) expect(existsSync(join(root, url)), url).toBe(true);
    const tests = settings['json.schemas'].find(({ url }) => url === './policies/policy-test.schema.json');
    expect(tests?.fileMatch).toContain('/policies/**/*.test.json');
  });
});

const sample = join(reference, 'policy-test-sample.json');
const tests = [
  ...filesBelow(join(root, 'test/corpus')).filter(({ path }) => !path.endsWith('malformed.json')),
  ...(existsSync(sample) ? [{ path: sample, text: readFileSync(sample, 'utf8') }] : []),
].flatMap(({ text }) => JSON.parse(text) as PolicyTest[]);

describe('the corpus', () => {
  it.each(tests.filter(({ id }) => DRAFT_SPELLINGS[id] === undefined))('$id is accepted', (test) => {
    expect(isTestFile([test]), JSON.stringify(isTestFile.errors)).toBe(true);
  });

  it.each(tests.filter(({ id }) => DRAFT_SPELLINGS[id] !== undefined))('$id is not: draft spelling', (test) => {
    expect(isTestFile([test])).toBe(false);
  });

  it.skipIf(!existsSync(reference))('the example policies of the drafts are accepted', () => {
    const text = readFileSync(join(reference, 'draft-policy-examples.json'), 'utf8');
    expect(isPolicyFile(JSON.parse(text)), JSON.stringify(isPolicyFile.errors)).toBe(true);
  });
});

describe('what `clearband policy fmt` writes', () => {
  it('is accepted, of any policies that load', () => {
    fc.assert(
      fc.property(arbitraryPolicySet, fc.boolean(), (set, split) => {
        for (const file of toFiles(set, { split })) expectAccepted(file);
      }),
      { numRuns: 200 },
    );
  });

  it.each(tests)('is accepted, of the policies of $id', ({ policy, aliases, defaults }) => {
    const rest = { Policies: [], Aliases: aliases ?? {}, Defaults: defaults ?? {} };
    for (const document of [rest, ...[policy ?? []].flat()])
      expectAccepted({ path: 'p.json', text: JSON.stringify(document) });
  });

  function expectAccepted(file: PolicyFile): void {
    const formatted = formatPolicyFile(file);
    expect(
      formatted.ok && isPolicyFile(JSON.parse(formatted.text)),
      JSON.stringify([formatted, isPolicyFile.errors]),
    ).toBe(true);
  }
});

describe('malformed policies', () => {
  const text = readFileSync(join(root, 'test/corpus/malformed.json'), 'utf8');
  const rows = (JSON.parse(text) as { title: string; text?: string; document?: unknown }[]).flatMap((row) =>
    row.text === undefined ? [row] : documentsOf(row.text).map((document) => ({ title: row.title, document })),
  );

  it('are refused, but for what needs more than a look at one value', () => {
    expect(rows.filter(({ document }) => isPolicyFile(document)).map(({ title }) => title)).toEqual([
      'a key given twice',
      'two statements of one id',
      'two policies of one name',
      'a switch with two values',
      'an unknown frequency alias',
      'an inverted band',
      'an empty band',
      'a day that does not exist',
      'an inverted window',
      'a ring that is not closed',
      'a polygon that crosses itself',
      'a ring round a pole',
      'an unknown location alias',
      'a quantity in a list in a wrong unit',
      'an alias that contains itself',
      'a cycle of aliases',
      'an alias of an unknown alias',
    ]);
  });
});

describe('policy-test.schema.json', () => {
  const request = { scope: 'sensing-management' };
  const one = (part: object) => [
    { id: 't', title: 't', cases: [{ request, expect: { decision: 'Deny' }, why: 'w', ...part }] },
  ];

  it.each<[string, unknown]>([
    ['a misspelled expectation', one({ expect: { desicion: 'Deny' } })],
    ['a case without expectations', one({ expect: {} })],
    ['a case without a reason', one({ why: '' })],
    ['an unknown reason', one({ expect: { reason: 'denied' } })],
    ['an attribute as policies spell it', one({ expect: { set: { 'Min-sensing-slot-duration': 1 } } })],
    ['a quantity with its unit', one({ expect: { set: { 'min-sensing-slot-duration': '1 s' } } })],
    ['a request that means nothing', one({ request: { ...request, tmie: '2026-03-01T12:00:00Z' } })],
    ['a test without cases', [{ id: 't', title: 't', cases: [] }]],
    ['a single test without its list', one({})[0]],
  ])('refuses %s', (_what, tests) => {
    expect(isTestFile(tests)).toBe(false);
  });

  it('lets a request mean nothing where that is expected', () => {
    expect(isTestFile(one({ request: { tmie: 5 }, expect: { reason: 'invalid-request' } }))).toBe(true);
  });
});

describe('alias.schema.json', () => {
  it.each<[string, unknown, boolean]>([
    ['aliases', { namespace: 'Foo', Aliases: { actor: { Staff: ['user:jim'] } } }, true],
    ['a policy', { Aliases: {}, Policy: { name: 'p', 'Policy-type': 'SPA-Policy', 'Policy-Action': 'Deny' } }, false],
    ['nothing', { Version: '2017-02-15' }, false],
    ['an alias called after an operation', { Aliases: { task: { Scanning: ['x'] } } }, false],
  ])('says of a file with %s what it should', (_what, document, isFine) => {
    expect(isAliasFile(document)).toBe(isFine);
  });
});

describe('request.schema.json', () => {
  // `NaN` counts as left out too, but nobody should write an Actor so.
  const values = [null, 'x', '', 5, -5, '5 Hz', '10 s', true, [], ['x'], [5], {}, '2026-03-01T12:00:00Z', '-5 s'];
  const keys = ['namespace', 'actor', 'resource', 'task', 'frequency', 'time', 'duration', 'location', 'attributes'];
  const parts: readonly [string, object][] = [
    ...[...keys, 'reports', 'scope', 'other'].flatMap((key) =>
      values.map((value): [string, object] => [key, { [key]: value }]),
    ),
    ...['user', 'groups', 'roles', 'id'].flatMap((key) => inside('actor', key)),
    ...['id', 'groups', 'attributes'].flatMap((key) => inside('resource', key)),
    ...['operation', 'name', 'groups'].flatMap((key) => inside('task', key)),
    ...['min', 'max'].flatMap((key) => inside('frequency', key)),
    ...['lat', 'lon', 'altitude'].flatMap((key) => inside('location', key)),
  ];

  function inside(key: string, inner: string): [string, object][] {
    return values.map((value) => [`${key}.${inner}`, { [key]: { [inner]: value } }]);
  }

  it('agrees with the reader of requests about every part', () => {
    const disagreed = parts.filter(([, part]) => {
      const json = { scope: 'sensing-management', ...part };
      return isRequest(json) !== parsePolicyRequest(json).ok;
    });
    // A negative edge or duration can be read; only deciding it says that it means nothing.
    expect(disagreed).toEqual([
      ['duration', { duration: -5 }],
      ['duration', { duration: '-5 s' }],
      ['frequency.min', { frequency: { min: -5 } }],
      ['frequency.max', { frequency: { max: -5 } }],
    ]);
  });
});

function documentsOf(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    // What is no JSON needs no schema.
    return [];
  }
}
