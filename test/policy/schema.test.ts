import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { PolicyTest } from './policy-tests.ts';
import { filesBelow } from './policy-tests.ts';

const root = join(import.meta.dirname, '../..');
const schema = JSON.parse(readFileSync(join(root, 'policies/policy.schema.json'), 'utf8')) as object;
const validate = new Ajv2020({
  strict: true,
  strictTypes: false,
  allowUnionTypes: true,
  strictRequired: false,
}).compile(schema);

describe('policy.schema.json', () => {
  const shipped = filesBelow(join(root, 'policies')).filter(({ path }) => !/\.(?:test|schema)\.json$/.test(path));

  it.each(shipped)('accepts $path', ({ text }) => {
    expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
  });

  // The schema shows the canonical spelling only; what the drafts spell otherwise is for the loader.
  const canonical = filesBelow(join(root, 'test/corpus'))
    .filter(({ path }) => !path.endsWith('malformed.json'))
    .flatMap(({ text }) => JSON.parse(text) as PolicyTest[])
    .filter(({ id }) => !['A-29', 'B-17', 'beside', 'A-25', 'A-24'].includes(id));

  it.each(canonical)('accepts the policies of $id', ({ policy, aliases, defaults }) => {
    const document = { Policies: [], Aliases: aliases ?? {}, Defaults: defaults ?? {} };
    for (const one of [document, ...[policy].flat()]) expect(validate(one), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    [
      'an unknown key',
      { Policy: { name: 'p', 'Policy-type': 'SPA-Policy', Statement: [{ 'Policy-Action': 'Deny', band: [] }] } },
    ],
    [
      'Set without attributes',
      { Policy: { name: 'p', 'Policy-type': 'SPA-Policy', Statement: [{ 'Policy-Action': 'Set' }] } },
    ],
    ['an unknown version', { Version: '2020', Policies: [] }],
    ['an empty file', {}],
  ])('refuses %s', (_, document) => {
    expect(validate(document)).toBe(false);
  });
});
