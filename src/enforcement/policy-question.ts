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

/** The request as the policy language writes it in JSON (policy-language §4.2): what is kept, and what people read. */
export function toRequestJson(request: PolicyRequest): Readonly<Record<string, unknown>> {
  const { band, location } = request;
  return {
    scope: request.scope,
    namespace: request.namespace,
    actor: request.actor,
    resource: request.resource,
    task: request.task,
    ...(band === undefined ? {} : { frequency: { min: band.startHz, max: band.stopHz } }),
    ...(request.time === undefined ? {} : { time: request.time.toISOString() }),
    ...(request.durationSeconds === undefined ? {} : { duration: request.durationSeconds }),
    ...(location === undefined
      ? {}
      : {
          location: {
            lat: location.latitude,
            lon: location.longitude,
            ...(location.altitudeM === undefined ? {} : { altitude: location.altitudeM }),
          },
        }),
    ...(request.attributes === undefined ? {} : { attributes: request.attributes }),
  };
}
