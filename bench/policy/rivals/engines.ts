import { createMongoAbility, subject } from '@casl/ability';
import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import jsonLogic, { type RulesLogic } from 'json-logic-js';
import { decideBriefly } from '../../../src/policy/decide.ts';
import { loadedSet } from '../generated/loaded-set.ts';
import type { PlainRequest, PlainRule } from './rules.ts';
import { toPolicyFile, toPolicyRequest } from './rules.ts';

/** An engine with rules taken in: makes of each request what it is asked with, outside of what is timed. */
export interface Engine {
  /** @returns a function that decides the request: true when it is permitted */
  readonly prepare: (request: PlainRequest) => () => boolean;
}

/** What the others are compared with. */
export function clearbandEngine(rules: readonly PlainRule[]): Engine {
  const set = loadedSet([toPolicyFile(rules)]);
  return {
    prepare(plain) {
      const request = toPolicyRequest(plain);
      return () => decideBriefly(set, request).decision === 'Permit';
    },
  };
}

/** The rules compiled to a list of plain objects, looked through from first to last. */
export function loopEngine(rules: readonly PlainRule[]): Engine {
  return {
    prepare: (request) => () => {
      let permitted = false;
      for (const rule of rules) {
        if (
          rule.role !== request.role ||
          rule.operation !== request.operation ||
          rule.startHz > request.startHz ||
          rule.stopHz < request.stopHz ||
          rule.finestHz > request.resolutionHz
        )
          continue;
        if (rule.effect === 'Deny') return false;
        permitted = true;
      }
      return permitted;
    },
  };
}

/** json-logic-js as it comes: no denial applies, and some permit does. */
export function jsonLogicEngine(rules: readonly PlainRule[]): Engine {
  const applies = ({ role, operation, startHz, stopHz, finestHz }: PlainRule): RulesLogic => ({
    and: [
      { '===': [{ var: 'role' }, role] },
      { '===': [{ var: 'operation' }, operation] },
      { '<=': [startHz, { var: 'startHz' }] },
      { '<=': [{ var: 'stopHz' }, stopHz] },
      { '>=': [{ var: 'resolutionHz' }, finestHz] },
    ],
  });
  const denials = rules.filter(({ effect }) => effect === 'Deny').map(applies);
  const permits = rules.filter(({ effect }) => effect === 'Permit').map(applies);
  // `or` of nothing is an error: a false beside the others changes nothing.
  const rule: RulesLogic = { and: [{ '!': { or: [false, ...denials] } }, { or: [false, ...permits] }] };
  return { prepare: (request) => () => jsonLogic.apply(rule, request) === true };
}

/** CASL with one ability for each role: its rules of other roles are not looked at. */
export function caslEngine(rules: readonly PlainRule[]): Engine {
  const abilities = new Map(
    [...Map.groupBy(rules, ({ role }) => role)].map(([role, own]) => {
      // The last rule that matches decides: denials come last.
      const ordered = own.toSorted((a, b) => Number(a.effect === 'Deny') - Number(b.effect === 'Deny'));
      const raw = ordered.map(({ effect, operation, startHz, stopHz, finestHz }) => ({
        action: operation,
        subject: 'Band',
        inverted: effect === 'Deny',
        conditions: { startHz: { $gte: startHz }, stopHz: { $lte: stopHz }, resolutionHz: { $gte: finestHz } },
      }));
      return [role, createMongoAbility(raw)] as const;
    }),
  );
  return {
    prepare({ role, operation, ...rest }) {
      const ability = abilities.get(role);
      const band = subject('Band', { ...rest });
      return () => ability?.can(operation, band) === true;
    },
  };
}

let cedarSets = 0;

/** Cedar, its policies parsed once. */
export function cedarEngine(rules: readonly PlainRule[]): Engine {
  const policies = rules.map(
    ({ effect, role, operation, startHz, stopHz, finestHz }) =>
      `${effect === 'Deny' ? 'forbid' : 'permit'} (principal in Role::"${role}", action == Action::"${operation}", resource)
when { context.startHz >= ${startHz} && context.stopHz <= ${stopHz} && context.resolutionHz >= ${finestHz} };`,
  );
  cedarSets += 1;
  const preparsedPolicySetId = `plain-${cedarSets}`;
  const parsed = preparsePolicySet(preparsedPolicySetId, { staticPolicies: policies.join('\n') });
  if (parsed.type !== 'success') throw new Error('Cedar does not read the rules');
  return {
    prepare({ role, operation, startHz, stopHz, resolutionHz }) {
      const principal = { type: 'User', id: 'ann' };
      const call = {
        principal,
        action: { type: 'Action', id: operation },
        resource: { type: 'Sensor', id: 'A' },
        context: { startHz, stopHz, resolutionHz },
        preparsedPolicySetId,
        entities: [{ uid: principal, attrs: {}, parents: [{ type: 'Role', id: role }] }],
      };
      return () => {
        const answer = statefulIsAuthorized(call);
        if (answer.type !== 'success') throw new Error(answer.errors[0]?.message ?? 'Cedar can not decide');
        return answer.response.decision === 'allow';
      };
    },
  };
}
