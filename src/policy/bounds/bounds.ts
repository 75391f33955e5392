import { AliasScope } from '../check/reasoning/alias-scope.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import type { Layout } from '../format/json-layout.ts';
import { inline, layOut } from '../format/json-layout.ts';
import type { PolicySet } from '../policy-set.ts';
import type { JsonValue } from '../source/json-text.ts';
import { isJsonObject } from '../source/reading.ts';
import type { BoundaryCase } from './bounds-of-statement.ts';
import { StatementBounds } from './bounds-of-statement.ts';

/** The cases around the edges of one statement. */
export interface BoundaryTest {
  readonly id: string;
  readonly title: string;
  readonly cases: readonly BoundaryCase[];
}

/**
 * Cases around every edge of these statements of `set`: on it and just beside it, for each band, time window, side and
 * corner of an area, rim of a circle, name, limit and quantity. What is expected is what `set` decides today, so that the
 * cases pass now and fail when an edge moves. Pure.
 */
export function boundsOf(set: PolicySet, statements: readonly CompiledStatement[]): readonly BoundaryTest[] {
  const aliases = new AliasScope(set.aliases);
  return statements.map((compiled) => {
    const { policy, statement } = compiled;
    return {
      id: `${policy.namespace}:${policy.name} ${statement.id}`,
      title: `The edges of ${statement.id} in ${policy.name}`,
      cases: new StatementBounds(set, compiled, aliases).cases(),
    };
  });
}

/** A test file of `tests`; those without a case are left out, because a test must have one. */
export function testFileOf(tests: readonly BoundaryTest[]): string {
  const withCases = tests.filter(({ cases }) => cases.length > 0);
  return layOut(
    withCases.map(({ id, title, cases }) =>
      inline([
        ['id', id],
        ['title', title],
        [
          'cases',
          cases.map(({ request, expect, why }) =>
            inline([
              ['request', layoutOf(request)],
              ['expect', layoutOf(expect)],
              ['why', why],
            ]),
          ),
        ],
      ]),
    ),
  );
}

function layoutOf(value: JsonValue): Layout {
  if (Array.isArray(value)) return value.map((item: JsonValue) => layoutOf(item));
  return isJsonObject(value)
    ? inline(Object.entries(value).map(([key, member]) => [key, layoutOf(member)]))
    : asScalar(value);
}

function asScalar(value: JsonValue): null | boolean | number | string {
  return typeof value === 'object' ? null : value;
}
