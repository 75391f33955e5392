import type { IncomingHttpHeaders } from 'node:http';
import type { Fault } from '../../errors.ts';
import type { PolicyFilter } from '../../enforcement/policy-set/administration/policy-reading.ts';
import { refuseFaults } from '../bodies/place.ts';
import {
  toOverviewBody,
  toPolicyBody,
  toPolicyChangeBody,
  toPolicyCheckBody,
  toSetChangeBody,
} from '../bodies/policy.ts';
import type { OperationHandler, QueryOf } from '../contract/operation.ts';
import { created, notModified, ok } from '../contract/operation.ts';
import type { PolicyService, PolicySetService } from '../domain.ts';
import type { Pager } from '../pages/pager.ts';
import { textOfBody } from '../requests/request-body.ts';
import { RequestError } from '../requests/request-error.ts';

/** `policy_list` */
export function listPolicies(policies: PolicySetService, pager: Pager): OperationHandler<'policy_list'> {
  return async ({ query, actor, access }) => {
    const faults: Fault[] = [];
    const open = pager.ofQuery(query, { operation: 'policy_list', path: '/api/v1/policies', actor }, faults);
    refuseFaults(faults);
    const page = await policies.find(toFilter(query), open.request, access);
    return ok(open.body(page, toPolicyBody), open.headers(page));
  };
}

/** `policy_show`: 304 where the caller has it already. */
export function showPolicy(policies: PolicySetService): OperationHandler<'policy_show'> {
  return async ({ path, headers, access }) => {
    const { document, etag } = await policies.get(path.id, access);
    const isKnown = matcher(headers['if-none-match'], { isWeak: true });
    if (isKnown?.(etag) === true) return notModified({ etag });
    return ok({ Version: '2017-02-15', Policy: { ...document.Policy } }, { etag });
  };
}

/** `policy_install`: the text is kept as its author wrote it. */
export function installPolicy(policies: PolicyService): OperationHandler<'policy_install'> {
  return async ({ body, query, access }) => {
    const changed = await policies.install(textOfBody(body), { isForced: query.force === true }, access);
    const [only, ...more] = changed.policies;
    const location = only === undefined || more.length > 0 ? undefined : `/api/v1/policies/${only.id}`;
    return created(location, toPolicyChangeBody(changed));
  };
}

/** `policy_check` */
export function checkPolicy(policies: PolicyService): OperationHandler<'policy_check'> {
  return async ({ body, access }) => ok(toPolicyCheckBody(await policies.check(textOfBody(body), access)));
}

/** `policy_replace`: only the version that the caller names. */
export function replacePolicy(policies: PolicyService): OperationHandler<'policy_replace'> {
  return async ({ path, body, query, headers, access }) => {
    const isExpected = matcher(headers['if-match'], { isWeak: false });
    if (isExpected === undefined) {
      throw new RequestError('version-required', 'send `If-Match` with the ETag of the policy, as GET shows it');
    }
    const options = { isForced: query.force === true, isExpected };
    const changed = await policies.replace(path.id, textOfBody(body), { options, access });
    const answer = toPolicyChangeBody(changed);
    const etag = answer.items.find(({ id }) => id === path.id)?.etag;
    return ok(answer, etag === undefined ? {} : { etag });
  };
}

/** `policy_withdraw` */
export function withdrawPolicy(policies: PolicyService): OperationHandler<'policy_withdraw'> {
  return async ({ path, query, headers, access }) => {
    const isExpected = matcher(headers['if-match'], { isWeak: false });
    const options = { isForced: query.force === true, isExpected };
    return ok(toPolicyChangeBody(await policies.withdraw(path.id, { options, access })));
  };
}

/** `policy_set_show` */
export function showPolicySet(policies: PolicySetService): OperationHandler<'policy_set_show'> {
  return async ({ access }) => ok(toOverviewBody(await policies.overview(access)));
}

/** `policy_set_history` */
export function listPolicySetHistory(policies: PolicySetService, pager: Pager): OperationHandler<'policy_set_history'> {
  return async ({ query, actor, access }) => {
    const faults: Fault[] = [];
    const list = { operation: 'policy_set_history', path: '/api/v1/policy-set/history', actor };
    const open = pager.ofQuery(query, list, faults);
    refuseFaults(faults);
    const page = await policies.history(open.request, access);
    return ok(open.body(page, toSetChangeBody), open.headers(page));
  };
}

/** `policy_set_files` */
export function sendPolicySet(policies: PolicySetService): OperationHandler<'policy_set_files'> {
  return async ({ path, access }) => {
    const { hash, files } = await policies.files(path.hash, access);
    return ok({ hash, files: files.map(({ path: file, text, origin }) => ({ path: file, text, origin })) });
  };
}

function toFilter({ namespace, scope, type, q }: QueryOf<'policy_list'>): PolicyFilter {
  return {
    ...(namespace !== undefined && { namespace }),
    ...(scope !== undefined && { scope }),
    ...(type !== undefined && { type }),
    ...(q !== undefined && { text: q }),
  };
}

/** Whether an ETag is one of those in the header; undefined without it. A change needs strong ones (RFC 9110 §13.1). */
function matcher(
  header: IncomingHttpHeaders[string],
  { isWeak }: { readonly isWeak: boolean },
): ((etag: string) => boolean) | undefined {
  if (header === undefined) return undefined;
  const text = Array.isArray(header) ? header.join(',') : header;
  if (text.trim() === '*') return () => true;
  const tags = new Set(Array.from(text.matchAll(/(W\/)?("[^"]*")/g), ([whole, , tag]) => (isWeak ? tag : whole)));
  return (etag) => tags.has(etag);
}
