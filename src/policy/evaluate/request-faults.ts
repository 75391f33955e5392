import type { Fault } from '../../errors.ts';
import { isAbsentValue } from '../../spectrum/quantity.ts';
import { faultOfName } from '../source/reading.ts';
import { canonicalField } from '../terms/registry.ts';
import { SCOPES } from '../terms/scope.ts';
import type { PolicyAttributes, PolicyRequest } from '../request.ts';

/** Everything that makes a request impossible to decide; such a request is denied as `invalid-request`. */
export function faultsOfRequest(request: PolicyRequest): readonly Fault[] {
  return [
    ...(SCOPES.includes(request.scope)
      ? []
      : [fault('unknown-scope', `the scope must be one of ${SCOPES.join(', ')}`, '#/scope')]),
    ...faultsOfBand(request),
    ...faultsOfTime(request),
    ...faultsOfLocation(request),
    ...faultsOfNames(request),
    ...faultsOfAttributes(request.attributes, '#/attributes'),
    ...faultsOfAttributes(request.resource?.attributes, '#/resource/attributes'),
  ];
}

function faultsOfBand({ band }: PolicyRequest): Fault[] {
  if (band === undefined) return [];
  const { startHz, stopHz } = band;
  if (!Number.isFinite(startHz) || !Number.isFinite(stopHz))
    return [fault('malformed', 'a frequency is no finite number', '#/frequency')];
  if (startHz < 0) return [fault('out-of-range', 'a frequency must not be negative', '#/frequency/min')];
  return startHz > stopHz ? [fault('inverted-band', 'the band ends below its start', '#/frequency/max')] : [];
}

function faultsOfTime({ time, timeMicroseconds = 0, durationSeconds = 0 }: PolicyRequest): Fault[] {
  const faults: Fault[] = [];
  if (time !== undefined && Number.isNaN(time.getTime()))
    faults.push(fault('malformed', 'the time does not exist', '#/time'));
  if (!(timeMicroseconds >= 0 && timeMicroseconds < 1000))
    faults.push(fault('out-of-range', 'microseconds are 0..999', '#/time'));
  if (!Number.isFinite(durationSeconds))
    faults.push(fault('malformed', 'the duration is no finite number', '#/duration'));
  else if (durationSeconds < 0) faults.push(fault('out-of-range', 'a duration must not be negative', '#/duration'));
  return faults;
}

function faultsOfLocation({ location }: PolicyRequest): Fault[] {
  if (location === undefined) return [];
  const { latitude, longitude } = location;
  return [
    ...(Math.abs(latitude) <= 90
      ? []
      : [fault('out-of-range', `latitude ${latitude} is outside -90..90`, '#/location/lat')]),
    ...(Math.abs(longitude) <= 180
      ? []
      : [fault('out-of-range', `longitude ${longitude} is outside -180..180`, '#/location/lon')]),
  ];
}

function faultsOfNames({ namespace, actor, resource, task }: PolicyRequest): Fault[] {
  const lists: readonly (readonly [string, readonly (string | undefined)[] | undefined])[] = [
    ['#/namespace', [namespace]],
    ['#/actor/user', [actor?.user]],
    ['#/actor/groups', actor?.groups],
    ['#/actor/roles', actor?.roles],
    ['#/resource/id', [resource?.id]],
    ['#/resource/groups', resource?.groups],
    ['#/task/operation', [task?.operation]],
    ['#/task/name', [task?.name]],
    ['#/task/groups', task?.groups],
  ];
  return lists.flatMap(([pointer, names]) =>
    (names ?? []).flatMap((name) => {
      // An empty name is a name, if an odd one; it is present and matches what it matches.
      const detail = name === undefined || name === '' ? undefined : faultOfName(name);
      return detail === undefined ? [] : [fault('bad-name', `the name ${detail}`, pointer)];
    }),
  );
}

function faultsOfAttributes(attributes: PolicyAttributes | undefined, pointer: string): Fault[] {
  const seen = new Set<string>();
  return Object.entries(attributes ?? {}).flatMap(([name, value]) => {
    const field = canonicalField(name);
    if (isAbsentValue(value) || !seen.has(field)) {
      if (!isAbsentValue(value)) seen.add(field);
      return [];
    }
    return [fault('duplicate-key', `\`${name}\` gives \`${field}\` a second time`, pointer)];
  });
}

function fault(code: string, detail: string, pointer: string): Fault {
  return { code, detail, pointer };
}
