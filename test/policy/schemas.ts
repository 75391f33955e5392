import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnySchemaObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** Where the schemas lie that editors use. */
export const SCHEMA_FOLDER = join(import.meta.dirname, '../../policies');

/** The shipped schemas by file name. */
export const SCHEMAS: Readonly<Record<string, AnySchemaObject>> = Object.fromEntries(
  readdirSync(SCHEMA_FOLDER)
    .filter((name) => name.endsWith('.schema.json'))
    .map((name) => [name, JSON.parse(readFileSync(join(SCHEMA_FOLDER, name), 'utf8')) as AnySchemaObject]),
);

// All of Ajv's strict mode, but for tuples: a position may have an altitude behind its two coordinates.
const ajv = new Ajv2020({
  strict: true,
  strictTypes: true,
  strictRequired: true,
  strictTuples: false,
  allowUnionTypes: true,
  schemas: Object.values(SCHEMAS),
});

/** The validator of a schema, or of a part of it: `terms.schema.json#/$defs/band`. */
export function validatorOf(reference: string): ValidateFunction {
  const validate = ajv.getSchema(reference);
  if (validate === undefined) throw new Error(`there is no schema ${reference}`);
  return validate;
}

/** A part of a schema and the reference that leads to it. */
export interface SchemaPart {
  readonly reference: string;
  readonly schema: AnySchemaObject;
}

/** Every object within the schemas that is a schema itself. */
export function allParts(): readonly SchemaPart[] {
  return Object.entries(SCHEMAS).flatMap(([name, schema]) => partsOf({ reference: `${name}#`, schema }));
}

/** The part of a schema file below a JSON pointer. */
export function partAt(name: string, pointer: string): SchemaPart {
  let schema = SCHEMAS[name];
  for (const step of pointer.split('/').slice(1)) schema = schema?.[step] as AnySchemaObject | undefined;
  if (schema === undefined) throw new Error(`there is no ${name}#${pointer}`);
  return { reference: `${name}#${pointer}`, schema };
}

/** The part that `$ref` of `part` leads to; `undefined` when it has none. */
export function referredBy({ reference, schema }: SchemaPart): SchemaPart | undefined {
  const { $ref } = schema as { readonly $ref?: string };
  if ($ref === undefined) return undefined;
  const [file = '', pointer = ''] = $ref.split('#');
  return partAt(file === '' ? (reference.split('#')[0] ?? '') : file, pointer);
}

const MAPS = ['properties', 'patternProperties', '$defs'];
const LISTS = ['anyOf', 'allOf', 'oneOf', 'prefixItems'];
const SINGLE = ['items', 'additionalProperties', 'propertyNames', 'not', 'if', 'then', 'else'];

function partsOf(part: SchemaPart): readonly SchemaPart[] {
  const at = (keyword: string, steps: readonly (string | number)[]): readonly SchemaPart[] =>
    steps.flatMap((step) => {
      const path = step === '' ? [keyword] : [keyword, step];
      let inner: unknown = part.schema;
      for (const one of path) inner = (inner as AnySchemaObject)[one];
      if (typeof inner !== 'object' || inner === null) return [];
      const pointer = path.map((one) => encodeURIComponent(String(one).replaceAll('~', '~0').replaceAll('/', '~1')));
      return partsOf({ reference: `${part.reference}/${pointer.join('/')}`, schema: inner });
    });
  const { schema } = part;
  const children = (keyword: string) => Object.keys((schema[keyword] ?? {}) as object);
  return [
    part,
    ...MAPS.flatMap((keyword) => at(keyword, children(keyword))),
    ...LISTS.flatMap((keyword) => at(keyword, children(keyword))),
    ...SINGLE.filter((keyword) => keyword in schema).flatMap((keyword) => at(keyword, [''])),
  ];
}
