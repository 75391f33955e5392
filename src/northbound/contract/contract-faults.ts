import type { ErrorObject } from 'ajv';
import type { Fault } from '../../errors.ts';

/** The contract's own words for a keyword that spans several fields. */
interface SchemaWithFaults {
  readonly 'x-faults'?: Readonly<Record<string, { readonly code: string; readonly detail: string }>>;
}

/** Validation errors as faults: where, a stable code, and what would be right. */
export function toFaults(errors: readonly ErrorObject[]): Fault[] {
  return errors.filter((error) => !isInsideBranch(error)).map(toFault);
}

/** Branches of a `oneOf` fail by design; the `oneOf` itself is what counts. */
function isInsideBranch({ schemaPath }: ErrorObject): boolean {
  return /\/(?:oneOf|anyOf)\/\d+\//.test(schemaPath);
}

function toFault(error: ErrorObject): Fault {
  const own = (error.parentSchema as SchemaWithFaults | undefined)?.['x-faults']?.[error.keyword];
  const place = placeOf(error);
  if (own !== undefined) return { ...own, ...place.at };
  return { ...describe(error, place), ...place.at };
}

interface Place {
  readonly at: { readonly pointer: string } | { readonly parameter: string };
  /** As messages call it. */
  readonly name: string;
  readonly isParameter: boolean;
}

function placeOf(error: ErrorObject): Place {
  const [, section, ...path] = `${error.instancePath}${missingOrUnknown(error)}`.split('/');
  if (section === 'requestBody' || section === undefined) {
    const pointer = ['#', ...path].join('/');
    return {
      at: { pointer },
      name: path.length === 0 ? 'the body' : `\`${path.map(unescapePart).join('.')}\``,
      isParameter: false,
    };
  }
  const [parameter = '', part] = path.map(unescapePart);
  const name = part === undefined ? `\`${parameter}\`` : `number ${Number(part) + 1} of \`${parameter}\``;
  return { at: { parameter }, name, isParameter: true };
}

/** Fields that are missing or too many are themselves the place, not the object they should (not) be in. */
function missingOrUnknown({ keyword, params }: ErrorObject): string {
  const given = params as Readonly<Record<string, unknown>>;
  const names: Readonly<Record<string, string>> = {
    required: 'missingProperty',
    dependentRequired: 'missingProperty',
    additionalProperties: 'additionalProperty',
    unevaluatedProperties: 'unevaluatedProperty',
  };
  const name = given[names[keyword] ?? ''];
  return typeof name === 'string' ? `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` : '';
}

function unescapePart(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function describe(error: ErrorObject, { name, isParameter }: Place): { code: string; detail: string } {
  const what = isParameter ? 'parameter' : 'field';
  const limit = (error.params as { limit?: unknown }).limit;
  switch (error.keyword) {
    case 'required':
    case 'dependentRequired':
      return name === 'the body'
        ? { code: 'missing-body', detail: 'there is no body' }
        : { code: `missing-${what}`, detail: `${name} is missing${needed(error)}` };
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return { code: `unknown-${what}`, detail: `unknown ${what} ${name}${known(error)}` };
    case 'type':
      return { code: 'wrong-type', detail: `${name} must be ${typeNames(error)}` };
    case 'minimum':
      return { code: 'out-of-range', detail: `${name} must be at least ${String(limit)}` };
    case 'maximum':
      return { code: 'out-of-range', detail: `${name} must be at most ${String(limit)}` };
    case 'exclusiveMinimum':
      return { code: 'out-of-range', detail: `${name} must be greater than ${String(limit)}` };
    case 'minItems':
    case 'minProperties':
      return { code: 'too-few-items', detail: `${name} must have at least ${String(limit)} ${itemNames(error)}` };
    case 'maxItems':
    case 'maxProperties':
      return { code: 'too-many-items', detail: `${name} must have at most ${String(limit)} ${itemNames(error)}` };
    case 'minLength':
      return { code: 'too-short', detail: `${name} must not be empty` };
    case 'maxLength':
      return { code: 'too-long', detail: `${name} must have at most ${String(limit)} characters` };
    default:
      return describeText(error, name);
  }
}

function describeText(error: ErrorObject, name: string): { code: string; detail: string } {
  const schema = error.parentSchema as {
    readonly enum?: readonly unknown[];
    readonly const?: unknown;
    readonly pattern?: string;
  };
  switch (error.keyword) {
    case 'enum':
      return {
        code: 'not-allowed',
        detail: `${name} must be one of ${(schema.enum ?? []).map((value) => `\`${String(value)}\``).join(', ')}`,
      };
    case 'const':
      return { code: 'not-allowed', detail: `${name} must be \`${String(schema.const)}\`` };
    case 'uniqueItems':
      return { code: 'duplicate-item', detail: `${name} must not name the same thing twice` };
    case 'pattern':
      return { code: 'invalid-format', detail: `${name} must match ${schema.pattern ?? 'its pattern'}` };
    case 'format': {
      const format = String((error.params as { format?: unknown }).format);
      return FORMAT_FAULTS[format]?.(name) ?? { code: 'invalid-format', detail: `${name} must be a ${format}` };
    }
    default:
      return { code: 'invalid', detail: `${name} ${error.message ?? 'is not valid'}` };
  }
}

const FORMAT_FAULTS: Readonly<Record<string, (name: string) => { code: string; detail: string }>> = {
  name: (name) => ({
    code: 'invalid-name',
    detail: `${name} must be 1 to 64 octets of UTF-8 without control characters, nor spaces at its ends`,
  }),
  uuid: (name) => ({ code: 'invalid-id', detail: `${name} must be a UUID` }),
  'date-time': (name) => ({
    code: 'invalid-time',
    detail: `${name} must be a time from 1970 to 2199 with an offset, such as \`2026-11-20T12:00:00Z\``,
  }),
  interval: (name) => ({
    code: 'invalid-time',
    detail: `${name} must be a time with an offset, or two as \`start/stop\` with \`..\` for an open end; write \`+\` as %2B`,
  }),
};

function needed(error: ErrorObject): string {
  const property = (error.params as { property?: unknown }).property;
  return error.keyword === 'dependentRequired' ? `; \`${String(property)}\` needs it` : '';
}

function known(error: ErrorObject): string {
  const names = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
  return names.length === 0 ? '' : `; known are ${names.map((name) => `\`${name}\``).join(', ')}`;
}

function typeNames(error: ErrorObject): string {
  const type = (error.params as { type?: unknown }).type;
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  return types.map((name) => TYPE_NAMES[String(name)] ?? String(name)).join(' or ');
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'an array',
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'null',
};

function itemNames({ keyword }: ErrorObject): string {
  return keyword.endsWith('Properties') ? 'fields' : 'items';
}
