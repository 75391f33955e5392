import type { NaiveStatement } from './documents.ts';
import { isObject, loose, member } from './json.ts';
import type { NaiveRequest } from './request.ts';
import type { Truth } from './truth.ts';
import type { Decimal } from './values/decimals.ts';
import { compareDecimals, numberOf } from './values/decimals.ts';
import type { Dimension } from './values/quantities.ts';
import { quantityOf } from './values/quantities.ts';

/** An attribute of §4.7. */
interface Attribute {
  readonly name: string;
  readonly kind: 'minimum' | 'maximum' | 'switch' | 'true wins';
  readonly dimension?: Dimension;
  readonly field?: string;
}

const ATTRIBUTES: readonly Attribute[] = [
  { name: 'sensitivity', kind: 'maximum', dimension: 'power', field: 'resource.sensitivity' },
  { name: 'min-sensing-slot-duration', kind: 'minimum', dimension: 'time', field: 'slot-duration' },
  { name: 'max-data-storage-duration', kind: 'maximum', dimension: 'time', field: 'storage-duration' },
  { name: 'min-resolution-bandwidth', kind: 'minimum', dimension: 'frequency', field: 'resolution-bandwidth' },
  { name: 'max-concurrent-tasks', kind: 'maximum', dimension: 'number', field: 'concurrent-tasks' },
  { name: 'prioritized-scan-enabled', kind: 'switch' },
  { name: 'ssm-proxy-enabled', kind: 'switch', field: 'ssm-proxy' },
  { name: 'approval-required', kind: 'true wins' },
  { name: 'detection-threshold', kind: 'switch', dimension: 'power' },
  { name: 'averaging-bandwidth', kind: 'switch', dimension: 'frequency' },
  { name: 'fusion-rule', kind: 'switch' },
];

/** What a Set statement gives an attribute in one cell. */
export interface Given {
  readonly attribute: string;
  readonly value: unknown;
  readonly statement: NaiveStatement;
  readonly match: Truth;
}

/** Everything that the Set statements give which match, or may match. */
export function givenBy(matches: readonly { readonly statement: NaiveStatement; readonly match: Truth }[]): Given[] {
  return matches
    .filter(({ statement, match }) => statement.action === 'set' && match !== false)
    .flatMap(({ statement, match }) =>
      ATTRIBUTES.flatMap(({ name }) => {
        const value = member(member(statement.json, 'Attributes'), name) ?? member(statement.json, name);
        return value === undefined ? [] : [{ attribute: name, value, statement, match }];
      }),
    );
}

/** The values that count in a cell: what is beaten by a more specific statement of its namespace is left out. */
export function effective(given: readonly Given[]): readonly Given[] {
  return given.filter((one) => {
    const kind = ATTRIBUTES.find(({ name }) => name === one.attribute)?.kind;
    // A-04, B-02: of the unknown only limits count, in addition to the others.
    if (one.match === undefined) return kind === 'minimum' || kind === 'maximum';
    const rivals = given.filter((other) => other.match === true && other.attribute === one.attribute);
    const isBeaten = rivals.some(
      ({ statement }) => statement.namespace === one.statement.namespace && isSpecific(statement),
    );
    return isSpecific(one.statement) || !isBeaten;
  });
}

/** True when a value that counts in a cell refuses the request (§4.3); an unusable value is absent (B-21). */
export function violates(request: NaiveRequest, { attribute: name, value }: Given): boolean {
  const attribute = ATTRIBUTES.find((one) => one.name === name);
  if (attribute?.field === undefined) return false;
  const { field, kind, dimension } = attribute;
  const actual =
    field === 'resource.sensitivity' ? request.resourceAttributes.get('sensitivity') : request.attributes.get(field);
  // Only a proxy that is not wanted is worse than the switch says.
  if (dimension === undefined) return actual === true && value === false;
  const [is, limit] = [quantityOf(actual, dimension), quantityOf(value, dimension)];
  if (is === undefined || limit === undefined) return false;
  return kind === 'minimum' ? compareDecimals(is, limit) < 0 : compareDecimals(is, limit) > 0;
}

/** The resulting set over all cells (B-07), or `'contradiction'` when switches differ (B-08). */
export function combine(given: readonly Given[]): Readonly<Record<string, unknown>> | 'contradiction' {
  const set: Record<string, unknown> = {};
  for (const attribute of ATTRIBUTES) {
    const values = given.filter((one) => one.attribute === attribute.name).map(({ value }) => value);
    if (values.length === 0) continue;
    const combined = combineValues(attribute, values);
    if (combined === undefined) return 'contradiction';
    set[attribute.name] = combined;
  }
  return set;
}

function combineValues({ kind, dimension }: Attribute, values: readonly unknown[]): unknown {
  if (kind === 'true wins') return values.includes(true);
  const quantities = dimension === undefined ? [] : values.flatMap((value) => quantityOf(value, dimension) ?? []);
  const sorted = quantities.sort(compareDecimals);
  const [smallest, largest]: (Decimal | undefined)[] = [sorted[0], sorted.at(-1)];
  if (smallest === undefined || largest === undefined) {
    return values.every((value) => value === values[0]) ? values[0] : undefined;
  }
  if (kind === 'switch' && compareDecimals(smallest, largest) !== 0) return undefined;
  return numberOf(kind === 'maximum' ? smallest : largest);
}

/** B-04: two levels, by the statement's own Resource and SCOS-Task. */
function isSpecific({ json }: NaiveStatement): boolean {
  return isObject(json) && Object.keys(json).some((key) => ['resource', 'scostask'].includes(loose(key)));
}
