import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPolicySet } from '../../src/policy/policy-set.ts';
import {
  attributeSpellings,
  canonicalField,
  dimensionOf,
  dimensionOfAttribute,
  findAttribute,
  isOperation,
} from '../../src/policy/terms/registry.ts';
import { SCOPES } from '../../src/policy/terms/scope.ts';
import { OPERATORS } from '../../src/policy/terms/tree.ts';
import type { Dimension } from '../../src/spectrum/quantity.ts';
import { BASE_UNITS, unitsOf } from '../../src/spectrum/quantity.ts';
import { allParts, partAt, referredBy, validatorOf } from './schemas.ts';
import type { SchemaPart } from './schemas.ts';

const DIMENSIONS: readonly Dimension[] = ['frequency', 'power', 'time', 'length', 'number'];
const isPolicyFile = validatorOf('policy.schema.json');

/** The names of the registry's own tables, which it keeps to itself. */
const REGISTRY = readFileSync(join(import.meta.dirname, '../../src/policy/terms/registry.ts'), 'utf8');
const quantityFields = tableOf(/const FIELDS[^=]*= \{([^}]*)\}/, /^ *'?([\w.-]+)'?:/gm);
const operations = tableOf(/const OPERATIONS = \[([^\]]*)\]/, /'([\w-]+)'/g);

describe('the words of the schemas', () => {
  it('have a description and examples each, an example of a value where values are free', () => {
    const isWord = ({ reference }: SchemaPart) =>
      /\/properties\/[^/]+$/.test(reference) && !/\/(?:if|then|else)\//.test(reference);
    // Those that only say which types may take an action, or of which dimension a field is, are described elsewhere.
    const isSaidElsewhere = ({ reference }: SchemaPart) =>
      /actionsOfTypes|\$defs\/quantities|(?:testsOf|anyOf\/\d|\$defs\/(?:equals|like|contains|in|compare))/.test(
        reference,
      );
    const words = allParts().filter((part) => isWord(part) && !isSaidElsewhere(part));
    expect(words.length).toBeGreaterThan(120);
    const lacking = (keyword: string) => words.filter((part) => !says(part, keyword)).map(({ reference }) => reference);
    expect(lacking('description')).toEqual([]);
    expect(lacking('examples')).toEqual([]);
  });

  it('are the keys that the loader expects, and no others', () => {
    const policy = { name: 'p', 'Policy-type': 'SPA-Policy', Statement: [{ 'Policy-Action': 'Deny' }] };
    const statement = { 'Policy-Action': 'Deny' };
    const withStatement = (part: object) => ({ Policy: { ...policy, Statement: [{ ...statement, ...part }] } });
    expect(expectedKeys({ ...{ Policy: policy }, odd: 1 })).toEqual(keysOf('policy.schema.json'));
    expect(expectedKeys({ Policy: { ...policy, odd: 1 } })).toEqual(
      sorted([...keysOf('policy.schema.json', '/$defs/policy'), ...keysOf('policy.schema.json', '/$defs/rule')]),
    );
    expect(expectedKeys(withStatement({ odd: 1 }))).toEqual(
      sorted([...keysOf('policy.schema.json', '/$defs/statement'), ...keysOf('policy.schema.json', '/$defs/rule')]),
    );
    expect(expectedKeys({ Aliases: { odd: {} } })).toEqual(keysOf('alias.schema.json', '/$defs/aliases'));
    expect(expectedKeys({ Defaults: { 'sensor-management': { odd: 'deny' } } })).toEqual(
      keysOf('policy.schema.json', '/$defs/steps'),
    );
    const windows = ['/0', '/1'].flatMap((branch) => keysOf('terms.schema.json', `/$defs/window/anyOf${branch}`));
    expect(expectedKeys(withStatement({ time: { odd: 1 } }))).toEqual(sorted(windows));
    expect(expectedKeys(withStatement({ frequency: [{ odd: 1 }] }))).toEqual(
      keysOf('terms.schema.json', '/$defs/band/anyOf/1'),
    );
  });

  it('are the scopes of the language', () => {
    const scopes = sorted(SCOPES);
    expect(constantsOf('policy.schema.json', '/$defs/policy/properties/Scope')).toEqual(scopes);
    expect(constantsOf('request.schema.json', '/properties/scope')).toEqual(scopes);
    expect(keysOf('policy.schema.json', '/$defs/defaults')).toEqual(scopes);
  });

  it('are the operations of the registry', () => {
    const known = constantsOf('terms.schema.json', '/$defs/operation');
    expect(known).toEqual(sorted(operations));
    expect(known.filter((name) => !isOperation(name))).toEqual([]);
  });

  it('are the operators and the fields of the registry', () => {
    expect(known('/$defs/condition').filter((key) => (OPERATORS as readonly string[]).includes(key))).toEqual(
      sorted(OPERATORS),
    );
    expect(keysOf('fields.schema.json', '/$defs/quantities')).toEqual(sorted(quantityFields));
    const named = keysOf('fields.schema.json', '/$defs/named');
    expect(named).toEqual(
      sorted([...quantityFields, 'Actor', 'Resource', 'SCOS-Task', 'frequency', 'time', 'location', 'ssm-proxy']),
    );
    expect(known('/$defs/condition')).toEqual(
      sorted([...OPERATORS, 'not', 'allOf', 'anyOf', ...named.filter((name) => name !== 'ssm-proxy')]),
    );
    // Every field that a limit is compared with can be completed in a request's attributes, too.
    const limited = attributeSpellings().flatMap((name) => findAttribute(name)?.field ?? []);
    const completed = keysOf('fields.schema.json', '/$defs/attributes');
    expect(limited.filter((field) => !field.startsWith('resource.') && !completed.includes(field))).toEqual([]);
    expect(completed.filter((field) => canonicalField(field) !== field)).toEqual([]);
  });

  function known(pointer: string): string[] {
    return keysOf('condition.schema.json', pointer);
  }

  it('permit each type of policy the actions that the loader permits', () => {
    const types = constantsOf('policy.schema.json', '/$defs/policy/properties/Policy-type');
    const actions = constantsOf('policy.schema.json', '/$defs/rule/properties/Policy-Action');
    expect([types.length, actions.length]).toEqual([6, 8]);
    const pairs = types.flatMap((type) => actions.map((action) => [type, action] as const));
    const verdicts = pairs.map(([type, action]) => {
      const attributes = action === 'Set' ? { Attributes: { 'Approval-required': true } } : {};
      const document = {
        Policy: { name: 'p', 'Policy-type': type, Statement: [{ 'Policy-Action': action, ...attributes }] },
      };
      return [`${type} ${action}`, isPolicyFile(document), loads(document)] as const;
    });
    expect(verdicts.filter(([, schema, loader]) => schema !== loader)).toEqual([]);
    expect(verdicts.filter(([, schema]) => schema)).toHaveLength(3 * 3 + 5 + 6 + 6);
  });
});

describe('the units of the schemas', () => {
  const fields = quantityFields.map(
    (field) => ['fields.schema.json', `/$defs/quantities/properties/${field}`, dimensionOf(field)] as const,
  );
  const attributes = attributeSpellings().flatMap((name) => {
    const attribute = findAttribute(name);
    const dimension = attribute && dimensionOfAttribute(attribute);
    return dimension === undefined
      ? []
      : [['policy.schema.json', `/$defs/attributes/properties/${name}`, dimension] as const];
  });
  const terms = [
    ['bandEdge', 'frequency'],
    ['duration', 'time'],
    ['radius', 'length'],
    ['count', 'number'],
  ] as const;
  const all = [
    ...fields,
    ...attributes,
    ...terms.map(([name, dimension]) => ['terms.schema.json', `/$defs/${name}`, dimension] as const),
  ];

  it.each(all)('%s%s are those of the dimension', (file, pointer, dimension) => {
    const validate = validatorOf(`${file}#${pointer}`);
    const accepted = DIMENSIONS.flatMap((one) => unitsOf(one).split(', ')).filter((unit) => validate(`1 ${unit}`));
    expect(accepted).toEqual(unitsOf(dimension ?? 'number').split(', '));
    expect(['1', '1 mHz', '1 x', '1 Mhz', '1,5 s', 'Hz', ''].filter((text) => validate(text))).toEqual(['1']);
    expect([1, true, null, {}, []].filter((value) => validate(value))).toEqual([1]);
  });

  it('stand in the description of each field and attribute', () => {
    const words = [
      ...quantityFields.map((field) => [`/$defs/named/properties/${field}`, dimensionOf(field)] as const),
    ].map(([pointer, dimension]) => [partAt('fields.schema.json', pointer), dimension] as const);
    const rest = attributes.map(([file, pointer, dimension]) => [partAt(file, pointer), dimension] as const);
    const lacking = [...words, ...rest].filter(([{ schema }, dimension]) => {
      const unit = BASE_UNITS[dimension ?? 'number'];
      return unit !== '' && !new RegExp(`\\b${unit}\\b`).test(String(schema['description']));
    });
    expect(lacking).toEqual([]);
  });
});

function tableOf(table: RegExp, entry: RegExp): string[] {
  const [, text = ''] = table.exec(REGISTRY) ?? [];
  return [...text.matchAll(entry)].flatMap(([, name]) => name ?? []);
}

function says(part: SchemaPart, keyword: string): boolean {
  const { schema } = part;
  const isFixed = keyword === 'examples' && ('const' in schema || 'enum' in schema || schema['type'] === 'boolean');
  if (keyword in schema || isFixed) return true;
  const target = referredBy(part);
  return target !== undefined && says(target, keyword);
}

function keysOf(file: string, pointer = ''): string[] {
  return sorted(Object.keys(partAt(file, pointer).schema['properties'] as object));
}

function constantsOf(file: string, pointer: string): string[] {
  const branches = partAt(file, pointer).schema['anyOf'] as readonly { const: string }[];
  return sorted(branches.map((branch) => branch.const));
}

function sorted(names: readonly string[]): string[] {
  return [...names].sort();
}

function loads(document: unknown): boolean {
  return loadPolicySet([{ path: 'p.json', text: JSON.stringify(document) }]).ok;
}

/** What the loader says it expects in place of the one key that it does not know. */
function expectedKeys(document: unknown): string[] {
  const load = loadPolicySet([{ path: 'p.json', text: JSON.stringify(document) }]);
  const [, names = ''] = /expected (.*)$/.exec((load.ok ? [] : load.faults)[0]?.detail ?? '') ?? [];
  return sorted(names.split(', '));
}
