import type { Actor } from '../identity/actor.ts';
import type { PolicyRequest } from '../policy/request.ts';
import type { OperationPolicy, ResourceQuery } from './access.ts';

/** What policy is asked about one resource: actor and operation from the edge, the rest from whoever holds it. */
export function toPolicyRequest(
  actor: Actor,
  operation: OperationPolicy,
  query: ResourceQuery,
  now: Date,
): PolicyRequest {
  return {
    scope: operation.scope,
    namespace: query.namespace,
    actor: { user: actor.user, groups: actor.groups, roles: actor.roles },
    resource: { id: query.resource, groups: query.groups ?? [], attributes: query.resourceAttributes },
    task: { operation: operation.scosTask, name: query.taskName },
    band: query.band,
    time: query.time ?? now,
    durationSeconds: query.durationSeconds,
    location: query.location,
    attributes: query.attributes,
  };
}
