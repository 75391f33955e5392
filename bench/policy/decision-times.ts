import type { PolicyRequest } from '../../src/policy/request.ts';

/**
 * Times each decision by itself, in microseconds: of several rounds the fastest counts, since whatever else runs on the
 * machine only adds. Each request is made anew just before, as the gate makes it.
 */
export function decisionTimes(
  decide: (request: PolicyRequest) => unknown,
  requests: readonly PolicyRequest[],
  rounds: number,
): readonly number[] {
  const fastest = requests.map(() => Infinity);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, request] of requests.entries()) {
      const asked = anew(request);
      const began = process.hrtime.bigint();
      decide(asked);
      const microseconds = Number(process.hrtime.bigint() - began) / 1000;
      fastest[index] = Math.min(fastest[index] ?? Infinity, microseconds);
    }
  }
  return fastest;
}

/** Decides all requests again and again for so many milliseconds, so that the engine's code is compiled. */
export function warmUp(
  decide: (request: PolicyRequest) => unknown,
  requests: readonly PolicyRequest[],
  ms: number,
): void {
  const end = performance.now() + ms;
  while (performance.now() < end) for (const request of requests) decide(anew(request));
}

function anew(request: PolicyRequest): PolicyRequest {
  const { actor, resource, task, band, location, attributes } = request;
  return {
    ...request,
    actor: actor && { ...actor },
    resource: resource && { ...resource },
    task: task && { ...task },
    band: band && { ...band },
    location: location && { ...location },
    attributes: attributes && { ...attributes },
  };
}
