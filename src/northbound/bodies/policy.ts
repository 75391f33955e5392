import type { components } from '../../../openapi/generated/contract.ts';
import type { InvalidInputError } from '../../errors.ts';
import { etagOf } from '../../enforcement/policy-set/administration/policy-document.ts';
import type { Changed, Checked } from '../../enforcement/policy-set/administration/policy-administration.ts';
import type {
  PolicyInForce,
  SetOverview,
  ToldChange,
} from '../../enforcement/policy-set/administration/policy-reading.ts';
import type { ChangeSummary } from '../../enforcement/policy-set/set-file.ts';
import type { PolicyFault } from '../../policy/policy-set.ts';
import type { Policy } from '../../policy/terms/tree.ts';

type Schemas = components['schemas'];

/** A policy in a list. */
export function toPolicyBody({ policy, etag, origin }: PolicyInForce): Schemas['Policy'] {
  return {
    id: policy.id,
    namespace: policy.namespace,
    name: policy.name,
    type: policy.type,
    scope: policy.scope,
    description: policy.description,
    confidential: isConfidential(policy),
    statements: policy.statements.length,
    etag,
    origin,
    file: policy.place.file.path,
  };
}

/** A change that was made. */
export function toPolicyChangeBody(changed: Changed): Schemas['PolicyChange'] {
  return {
    policy_set: changed.hash ?? null,
    policy_set_before: changed.hashBefore ?? null,
    summary: toSummaryBody(changed.summary),
    items: changed.policies.map((policy) => toPolicyBody({ policy, etag: etagOf(policy), origin: 'api' })),
    warnings: changed.warnings.map(toWarningBody),
  };
}

/** What a change would do. */
export function toPolicyCheckBody(checked: Checked): Schemas['PolicyCheck'] {
  if (!checked.ok) return faultyCheck(checked.error);
  const { candidate, hash, hashBefore } = checked;
  return {
    ok: true,
    faults: [],
    warnings: candidate.warnings.map(toWarningBody),
    policy_set: hash ?? null,
    policy_set_before: hashBefore ?? null,
    summary: toSummaryBody(candidate.summary),
    locks_out: [...candidate.lost],
  };
}

/** How the set in force stands. */
export function toOverviewBody(overview: SetOverview): Schemas['PolicySetOverview'] {
  const { stored, hash, policies, aliases, problem, warnings } = overview;
  return {
    hash: hash ?? null,
    since: stored.since.toISOString(),
    set_by: stored.setBy,
    revision: stored.revision,
    policies: policies.length,
    statements: policies.reduce((count, { statements }) => count + statements.length, 0),
    aliases,
    problem: problem ?? null,
    warnings: warnings.map(toWarningBody),
  };
}

/** One change of the set in force. */
export function toSetChangeBody(change: ToldChange): Schemas['PolicySetChange'] {
  return {
    id: String(change.revision),
    hash: change.hash ?? null,
    hash_before: change.hashBefore ?? null,
    at: change.at.toISOString(),
    set_by: change.setBy,
    kind: change.kind,
    forced: change.forced,
    restored: change.restoredRevision === undefined ? null : String(change.restoredRevision),
    summary: toSummaryBody(change.summary),
  };
}

function faultyCheck({ faults }: InvalidInputError): Schemas['PolicyCheck'] {
  return {
    ok: false,
    faults: [...faults],
    warnings: [],
    policy_set: null,
    policy_set_before: null,
    summary: null,
    locks_out: [],
  };
}

function toSummaryBody(summary: ChangeSummary): Schemas['PolicySummary'] {
  return {
    added: [...summary.added],
    changed: [...summary.changed],
    withdrawn: [...summary.withdrawn],
    superseded: [...(summary.superseded ?? [])],
    aliases: [...(summary.aliases ?? [])],
    defaults_changed: summary.defaultsChanged ?? false,
  };
}

function toWarningBody({ code, detail, path, pointer, line, column }: PolicyFault): Schemas['PolicyWarning'] {
  const place = { ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
  return { code, detail, path, pointer, ...place };
}

function isConfidential(policy: Policy): boolean {
  return policy.confidential || policy.statements.some((statement) => statement.confidential);
}
