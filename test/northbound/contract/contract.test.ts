import { describe, expect, it } from 'vitest';
import { contractAjv } from '../../../src/northbound/contract/contract-ajv.ts';
import type { ContractDocument } from '../../../src/northbound/contract/contract-document.ts';
import { operationsOf, readContract } from '../../../src/northbound/contract/contract-document.ts';
import { OUTSIDE_THE_GATE } from '../../../src/northbound/outside-the-gate.ts';
import { ROLE_SCOPES } from '../../../src/identity/roles.ts';
import { contractExamples, withId } from '../contract-examples.ts';
import { MADE_BEFORE } from '../fake-policies.ts';
import { idOf } from '../fake-things.ts';
import { RunningEdge } from '../running-edge.ts';

interface Shared {
  readonly components: { readonly examples: Readonly<Record<string, { readonly value: unknown }>> };
}

const document = JSON.parse(readContract()) as ContractDocument & Shared;
const operations = operationsOf(document);

interface ShownExample {
  readonly where: string;
  readonly schema: object;
  readonly value: unknown;
}

/** Problems are shared by most operations; each is looked at once. */
function shownExamples(): ShownExample[] {
  const byValue = new Map(allExamples().map((example) => [JSON.stringify(example.value), example]));
  return [...byValue.values()];
}

function allExamples(): ShownExample[] {
  return operations.flatMap((operation) => {
    const contents = [['request', operation.requestBody ?? {}] as const, ...Object.entries(operation.responses)];
    return contents.flatMap(([part, { content = {} }]) =>
      Object.values(content).flatMap(({ schema, examples = {} }) =>
        Object.entries(examples).map(([name, example]) => {
          const value =
            '$ref' in example ? shared(String(example.$ref)) : 'value' in example ? example.value : undefined;
          return { where: `${operation.operationId} ${part} ${name}`, schema: schema ?? {}, value };
        }),
      ),
    );
  });
}

function shared(reference: string): unknown {
  return document.components.examples[reference.split('/').at(-1) ?? '']?.value;
}

/** The schema with its references led to the document. */
function rooted(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"contract#/')) as object;
}

describe('the contract', () => {
  const ajv = contractAjv();
  ajv.addSchema(document, 'contract');

  it.each(shownExamples())('shows an example that is what it says: $where', ({ schema, value }) => {
    const validate = ajv.compile(rooted(schema));
    validate(value);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('asks only for scopes that some role has', () => {
    const known = new Set(Object.values(ROLE_SCOPES).flat());
    const asked = operations.flatMap(({ security = [] }) =>
      security.flatMap((requirement) => Object.values(requirement).flat()),
    );
    expect(asked.filter((scope) => !known.has(scope))).toEqual([]);
  });

  it('leaves few operations outside the gate, and those name no policy scope', () => {
    const outside = operations.filter((operation) => operation['x-scos-scope'] === undefined);
    expect(outside.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(OUTSIDE_THE_GATE).sort());
  });

  it('bounds every list, text and number of a request', () => {
    const unbounded = operations.flatMap((operation) => {
      const schema = operation.requestBody?.content?.['application/json']?.schema;
      return schema === undefined ? [] : unboundedParts(schema, operation.operationId);
    });
    expect(unbounded).toEqual([]);
  });

  it('can be tried: every example request is answered as it says', async () => {
    await using edge = await RunningEdge.start();
    const kinds: Readonly<Record<string, string>> = {
      sensor: '1',
      schedule_entry: 'a',
      task: 'b',
      acquisition: 'c',
      observation: 'c',
      decision: 'd',
    };
    const answers: string[] = [];
    const expected: string[] = [];
    for (const example of contractExamples()) {
      if (example.isStream) continue;
      const named: Readonly<Record<string, string>> = { token: 'token0000', policy: MADE_BEFORE };
      const id = named[example.needs ?? ''] ?? idOf(kinds[example.needs ?? ''] ?? '0', 1);
      const { operationId, name, method, path, body, expectedStatus } = withId(example, id);
      const headers = { ...example.headers, ...(body !== undefined && { 'content-type': 'application/json' }) };
      const sent = { method: method.toUpperCase(), headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
      const response = await edge.fetch(path, sent);
      await response.arrayBuffer();
      answers.push(`${operationId} ${name} ${response.status}`);
      expected.push(`${operationId} ${name} ${expectedStatus}`);
    }
    expect(answers).toEqual(expected);
    expect(new Set(contractExamples().map(({ operationId }) => operationId)).size).toBe(operations.length);
  });
});

/** Places of a request's schema where nothing limits what is sent. References are followed. */
function unboundedParts(schema: object, at: string, seen: ReadonlySet<string> = new Set()): string[] {
  const part = schema as Readonly<Record<string, unknown>>;
  const reference = part['$ref'];
  if (typeof reference === 'string') {
    const name = reference.split('/').at(-1) ?? '';
    const target = document.components.schemas[name];
    return target === undefined || seen.has(name) ? [] : unboundedParts(target, at, new Set([...seen, name]));
  }
  const { type, properties, items, additionalProperties } = part;
  const limited: Readonly<Record<string, boolean>> = {
    array: 'maxItems' in part,
    string: 'maxLength' in part || 'enum' in part,
    object: additionalProperties === false || 'maxProperties' in part,
  };
  const own = typeof type === 'string' && limited[type] === false ? [at] : [];
  const inner = Object.entries((properties ?? {}) as Readonly<Record<string, object>>);
  return [
    ...own,
    ...inner.flatMap(([name, value]) => unboundedParts(value, `${at}/${name}`, seen)),
    ...(typeof items === 'object' && items !== null ? unboundedParts(items, `${at}/*`, seen) : []),
  ];
}
