import type { PolicyRequest } from './request.ts';

/**
 * The request as the policy language writes it in JSON (policy-language §4.2): what is kept, and what people read.
 * Nothing is lost: reading it again (`parsePolicyRequest`) gives the same request, so it is decided the same again.
 */
export function toRequestJson(request: PolicyRequest): Readonly<Record<string, unknown>> {
  const { band, location } = request;
  return withoutAbsent({
    scope: request.scope,
    namespace: request.namespace,
    actor: request.actor,
    resource: request.resource,
    task: request.task,
    frequency: band && { min: band.startHz, max: band.stopHz },
    time: request.time && toTimeJson(request.time, request.timeMicroseconds ?? 0),
    duration: request.durationSeconds,
    location:
      location && withoutAbsent({ lat: location.latitude, lon: location.longitude, altitude: location.altitudeM }),
    attributes: request.attributes,
    reports: request.reports,
  });
}

/** RFC 3339, UTC, to the microsecond where there are some. */
function toTimeJson(time: Date, microseconds: number): string {
  const text = time.toISOString();
  return microseconds === 0 ? text : `${text.slice(0, -1)}${String(microseconds).padStart(3, '0')}Z`;
}

function withoutAbsent(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
