import type { Location } from '../../spectrum/location.ts';
import { greatCircleDistanceM } from '../../spectrum/location.ts';
import type { PolicyRequest, PolicyResource } from '../request.ts';

/** A sensor that could be asked instead, with what policy sees of it. */
export interface OfferedResource {
  readonly resource: PolicyResource;
  /** Of the Element that owns it; global when absent. */
  readonly namespace?: string | undefined;
  readonly location?: Location | undefined;
}

/** The resources other than the one asked for, nearest to the place of the request first, then by name. */
export function othersOnOffer(request: PolicyRequest, offer: readonly OfferedResource[]): readonly OfferedResource[] {
  const distance = ({ location }: OfferedResource) =>
    location === undefined || request.location === undefined
      ? Infinity
      : greatCircleDistanceM(location, request.location);
  return offer
    .filter(({ resource }) => resource.id !== request.resource?.id)
    .map((one) => ({ one, metres: distance(one), name: one.resource.id ?? '' }))
    .sort((a, b) => (a.metres === b.metres ? compareNames(a.name, b.name) : a.metres - b.metres))
    .map(({ one }) => one);
}

/** The same question of another resource. */
export function askedOf(request: PolicyRequest, { resource, namespace, location }: OfferedResource): PolicyRequest {
  return { ...request, resource, namespace, location };
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
