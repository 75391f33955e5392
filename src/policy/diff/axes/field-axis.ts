import type { CompiledTest } from '../../compile/condition.ts';
import { RequestFacts } from '../../evaluate/facts.ts';
import { violationsOf } from '../../evaluate/settings.ts';
import { edgeValues } from '../../nearest/adjustable-fields.ts';
import type { PolicyRequest } from '../../request.ts';
import type { JsonValue } from '../../source/json-text.ts';
import { dimensionOf, dimensionOfAttribute } from '../../terms/registry.ts';
import { formatQuantity } from '../../../spectrum/quantity.ts';
import type { LiveStatement } from '../live-statement.ts';
import type { Axis, Branch } from './axis.ts';
import { text } from './axis.ts';

const ALTITUDE = 'location.altitude';
const RESOURCE = 'resource.';

/** The fields that some live statement looks at, as a condition or as a limit. */
export function fieldsOf({ live, open }: Branch): readonly `field ${string}`[] {
  const tested = live.flatMap(({ tests }) => tests.map(({ axis }) => axis));
  const limited = live.flatMap(({ statement }) =>
    statement.statement.settings.flatMap(({ attribute }) =>
      attribute.field === undefined ? [] : [`field ${attribute.field}` as const],
    ),
  );
  return [...new Set([...tested, ...limited])]
    .filter((axis) => axis.startsWith('field '))
    .filter((axis) => open.has(axis)) as `field ${string}`[];
}

/** The field not given, given as something unusable, and with each value at which a live statement changes its mind. */
export function fieldAxis(field: string): Axis {
  return function* (branch) {
    const { request, live } = branch;
    yield { request: withValue(request, field, undefined), label: text('not given') };
    const edges = edgesOf(live, field);
    for (const value of valuesFor(live, field)) {
      const changed = withValue(request, field, value);
      if (changed !== undefined) yield { request: changed, label: text(labelOf(value, field, edges)) };
    }
  };
}

/** The numbers with which statements compare the field. */
function edgesOf(live: readonly LiveStatement[], field: string): readonly number[] {
  const limits = live.flatMap(({ statement }) =>
    statement.statement.settings.flatMap(({ attribute, value }) => (attribute.field === field ? [value] : [])),
  );
  const compared = live.flatMap(({ tests }) =>
    tests
      .filter(({ axis }) => axis === `field ${field}`)
      .flatMap(({ compiled: { operand } }) => (operand.kind === 'quantity' ? [operand.value] : [])),
  );
  return [...limits, ...compared].filter((value) => typeof value === 'number').sort((a, b) => a - b);
}

/** A number stands for all on its side of an edge. */
function labelOf(value: JsonValue, field: string, edges: readonly number[]): string {
  const dimension = dimensionOf(field);
  const show = (one: number) => (dimension === undefined ? String(one) : formatQuantity(one, dimension));
  if (typeof value !== 'number' || edges.length === 0) return JSON.stringify(value);
  if (edges.includes(value)) return show(value);
  const [below, above] = [edges.findLast((edge) => edge < value), edges.find((edge) => edge > value)];
  if (below === undefined) return `below ${show(above ?? value)}`;
  return above === undefined ? `above ${show(below)}` : `between ${show(below)} and ${show(above)}`;
}

/** Which limits on the field a request goes against: statements that impose see no more of a value. */
export function limitsGoneAgainst({ statement }: LiveStatement, request: PolicyRequest): string {
  const facts = new RequestFacts(request);
  return statement.statement.settings
    .map(({ attribute, value }) => {
      const setting = { attribute, value, from: [statement], against: [] };
      return violationsOf(new Map([[attribute.name, setting]]), facts).length;
    })
    .join('');
}

function valuesFor(live: readonly LiveStatement[], field: string): readonly JsonValue[] {
  const tests = live.flatMap((one) =>
    one.tests.filter(({ axis }) => axis === `field ${field}`).map(({ compiled }) => compiled),
  );
  const limits = live
    .flatMap(({ statement }) => statement.statement.settings)
    .filter(({ attribute }) => attribute.field === field)
    .flatMap(({ attribute, value }): readonly JsonValue[] => {
      if (dimensionOfAttribute(attribute) === undefined || typeof value !== 'number') return [true, false];
      return [value, value + 1, value - 1];
    });
  const values = [...tests.flatMap(valuesOfTest), ...limits];
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** Values that the test tells apart, and those it can't use. */
function valuesOfTest(compiled: CompiledTest): readonly JsonValue[] {
  const { test, operand } = compiled;
  const isQuantity = test.field.kind === 'quantity';
  const wrong: readonly JsonValue[] = isQuantity ? ['unusable', []] : ['other', -1, true, {}];
  if (operand.kind === 'exists') return isQuantity ? [1, ...wrong] : ['other'];
  if (operand.kind === 'pattern' && test.operand.kind === 'pattern') {
    return [
      instanceOf(test.operand.pattern),
      `${instanceOf(test.operand.pattern)}\u{1}`.replace('\u{1}', 'zzq'),
      ...wrong,
    ];
  }
  const scalars = operand.kind === 'list' ? [...operand.values] : 'value' in operand ? [operand.value] : [];
  const around = isQuantity ? outside(compiled) : scalars.flatMap(besides);
  const lists = test.operator === 'contains' ? [scalars, ['zzq'], [...scalars, 'zzq'], [-1]] : [];
  return [
    ...scalars,
    ...around,
    ...wrong,
    ...lists,
    ...(test.operator === 'contains' ? scalars.map((one) => `zz${one}zz`) : []),
  ];
}

/** As `edgeValues`, values below zero included: there are powers and altitudes. */
function outside(compiled: CompiledTest): readonly JsonValue[] {
  const { operand } = compiled;
  const numbers = operand.kind === 'list' ? [...operand.values] : operand.kind === 'quantity' ? [operand.value] : [];
  return [...edgeValues(compiled), ...numbers.flatMap((one) => (typeof one === 'number' ? [one - 1, one + 1] : []))];
}

function besides(value: string | number | boolean): readonly JsonValue[] {
  if (typeof value === 'number') return [value - 1, value + 1];
  // Below and above it in the order of texts.
  return typeof value === 'string' ? ['', `${value}~`, value.slice(0, -1)] : [!value];
}

function instanceOf(pattern: string): string {
  return pattern.replace(
    /\\(.)|[*?]/gsu,
    (token, escaped: string | undefined) => escaped ?? (token === '*' ? 'zzq' : 'q'),
  );
}

/** `undefined` where the field can't be given. */
function withValue(request: PolicyRequest, field: string, value: undefined): PolicyRequest;
function withValue(request: PolicyRequest, field: string, value: JsonValue): PolicyRequest | undefined;
function withValue(request: PolicyRequest, field: string, value: JsonValue | undefined): PolicyRequest | undefined {
  if (field === ALTITUDE) {
    if (value === undefined) return request;
    if (request.location === undefined || typeof value !== 'number') return undefined;
    return { ...request, location: { ...request.location, altitudeM: value } };
  }
  if (value === undefined) return request;
  if (!field.startsWith(RESOURCE)) return { ...request, attributes: { ...request.attributes, [field]: value } };
  const { resource } = request;
  const attributes = { ...resource?.attributes, [field.slice(RESOURCE.length)]: value };
  return { ...request, resource: { ...resource, attributes } };
}
