import type { Fault } from '../../errors.ts';

/** What one numeric parameter of an Action may be; the names are those of the JSON. */
export interface ParameterRule {
  readonly unit: 'Hz' | 'dB' | 'ms' | '1';
  readonly description: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly isInteger?: boolean;
  readonly isPowerOfTwo?: boolean;
  /** Taken when the parameter is absent; without it the parameter is required. */
  readonly default?: number;
}

/** The parameters of an Action by their JSON names. */
export type ParameterRules<Name extends string = string> = Readonly<Record<Name, ParameterRule>>;

/** Each parameter's number, or every fault, each with the JSON pointer of its place. */
export type ReadParameters<Name extends string> =
  | { readonly ok: true; readonly values: Readonly<Record<Name, number>> }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads `input` (absent means empty) by `rules`; unknown members are faults too. */
export function readParameters<Name extends string>(
  rules: ParameterRules<Name>,
  input: unknown,
  pointer: string,
): ReadParameters<Name> {
  const given = toMembers(input);
  if (!given) {
    return { ok: false, faults: [{ code: 'wrong-type', detail: 'parameters must be an object', pointer }] };
  }
  const faults: Fault[] = [];
  const values = {} as Record<Name, number>;
  for (const name of Object.keys(rules) as Name[]) {
    const value = given.has(name) ? given.get(name) : rules[name].default;
    const fault = faultOf(name, rules[name], value);
    if (fault) faults.push({ ...fault, pointer: `${pointer}/${name}` });
    else values[name] = value as number;
  }
  for (const name of given.keys()) {
    if (Object.hasOwn(rules, name)) continue;
    const known = Object.keys(rules).join(', ');
    const detail = `unknown parameter \`${name}\`; known are ${known}`;
    faults.push({ code: 'unknown-field', detail, pointer: `${pointer}/${escapePointer(name)}` });
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, values };
}

/** The rules as a JSON Schema (2020-12) object, for capabilities and documents. */
export function toJsonSchema(rules: ParameterRules): Readonly<Record<string, unknown>> {
  const properties = Object.entries(rules).map(([name, rule]) => [
    name,
    {
      type: rule.isInteger ? 'integer' : 'number',
      description: `${rule.description}${rule.unit === '1' ? '' : ` (${rule.unit})`}`,
      minimum: rule.minimum,
      maximum: rule.maximum,
      ...(rule.isPowerOfTwo && { enum: powersOfTwo(rule) }),
      ...(rule.default !== undefined && { default: rule.default }),
    },
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties) as unknown,
    required: Object.keys(rules).filter((name) => rules[name]?.default === undefined),
    additionalProperties: false,
  };
}

function faultOf(name: string, rule: ParameterRule, value: unknown): Fault | undefined {
  if (value === undefined) return { code: 'missing-field', detail: `\`${name}\` is missing` };
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return { code: 'wrong-type', detail: `\`${name}\` must be a number` };
  }
  if (value < rule.minimum || value > rule.maximum) {
    const unit = rule.unit === '1' ? '' : ` ${rule.unit}`;
    const detail = `\`${name}\` must be from ${rule.minimum} to ${rule.maximum}${unit}, not ${value}`;
    return { code: 'out-of-range', detail };
  }
  if (rule.isInteger && !Number.isInteger(value)) {
    return { code: 'wrong-type', detail: `\`${name}\` must be a whole number, not ${value}` };
  }
  if (rule.isPowerOfTwo && !Number.isInteger(Math.log2(value))) {
    return { code: 'not-a-power-of-two', detail: `\`${name}\` must be a power of two, not ${value}` };
  }
  return undefined;
}

/** The own members of an object, or undefined when `input` is none; a member set to undefined counts as absent. */
function toMembers(input: unknown): ReadonlyMap<string, unknown> | undefined {
  if (input === undefined) return new Map();
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined;
  return new Map(Object.entries(input).filter(([, value]) => value !== undefined));
}

function powersOfTwo({ minimum, maximum }: ParameterRule): number[] {
  const powers: number[] = [];
  for (let power = minimum; power <= maximum; power *= 2) powers.push(power);
  return powers;
}

function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
