import type { Fault } from '../../errors.ts';
import { isAbsentValue } from '../../spectrum/quantity.ts';
import { faultOfName } from '../source/reading.ts';
import { canonicalField } from '../terms/registry.ts';
import { SCOPES } from '../terms/scope.ts';
import type { PolicyAttributes, PolicyRequest } from '../request.ts';

/** Everything that makes a request impossible to decide; such a request is denied as `invalid-request`. */
export function faultsOfRequest(request: PolicyRequest): readonly Fault[] {
  const faults: Fault[] = [];
  if (!SCOPES.includes(request.scope)) {
    faults.push(fault('unknown-scope', `the scope must be one of ${SCOPES.join(', ')}`, '#/scope'));
  }
  checkBand(request, faults);
  checkTime(request, faults);
  checkLocation(request, faults);
  checkNames(request, faults);
  checkAttributes(request.attributes, '#/attributes', faults);
  checkAttributes(request.resource?.attributes, '#/resource/attributes', faults);
  return faults;
}

function checkBand({ band }: PolicyRequest, faults: Fault[]): void {
  if (band === undefined) return;
  const { startHz, stopHz } = band;
  if (!Number.isFinite(startHz) || !Number.isFinite(stopHz)) {
    faults.push(fault('malformed', 'a frequency is no finite number', '#/frequency'));
  } else if (startHz < 0) {
    faults.push(fault('out-of-range', 'a frequency must not be negative', '#/frequency/min'));
  } else if (startHz > stopHz) {
    faults.push(fault('inverted-band', 'the band ends below its start', '#/frequency/max'));
  }
}

function checkTime({ time, timeMicroseconds = 0, durationSeconds = 0 }: PolicyRequest, faults: Fault[]): void {
  if (time !== undefined && Number.isNaN(time.getTime()))
    faults.push(fault('malformed', 'the time does not exist', '#/time'));
  if (!(timeMicroseconds >= 0 && timeMicroseconds < 1000))
    faults.push(fault('out-of-range', 'microseconds are 0..999', '#/time'));
  if (!Number.isFinite(durationSeconds))
    faults.push(fault('malformed', 'the duration is no finite number', '#/duration'));
  else if (durationSeconds < 0) faults.push(fault('out-of-range', 'a duration must not be negative', '#/duration'));
}

function checkLocation({ location }: PolicyRequest, faults: Fault[]): void {
  if (location === undefined) return;
  const { latitude, longitude } = location;
  if (!(Math.abs(latitude) <= 90))
    faults.push(fault('out-of-range', `latitude ${latitude} is outside -90..90`, '#/location/lat'));
  if (!(Math.abs(longitude) <= 180))
    faults.push(fault('out-of-range', `longitude ${longitude} is outside -180..180`, '#/location/lon'));
}

function checkNames({ namespace, actor, resource, task }: PolicyRequest, faults: Fault[]): void {
  checkName(namespace, '#/namespace', faults);
  checkName(actor?.user, '#/actor/user', faults);
  for (const name of actor?.groups ?? NO_NAMES) checkName(name, '#/actor/groups', faults);
  for (const name of actor?.roles ?? NO_NAMES) checkName(name, '#/actor/roles', faults);
  checkName(resource?.id, '#/resource/id', faults);
  for (const name of resource?.groups ?? NO_NAMES) checkName(name, '#/resource/groups', faults);
  checkName(task?.operation, '#/task/operation', faults);
  checkName(task?.name, '#/task/name', faults);
  for (const name of task?.groups ?? NO_NAMES) checkName(name, '#/task/groups', faults);
}

const NO_NAMES: readonly string[] = [];

function checkName(name: string | undefined, pointer: string, faults: Fault[]): void {
  // An empty name is a name, if an odd one; it is present and matches what it matches.
  if (name === undefined || name === '') return;
  const detail = faultOfName(name);
  if (detail !== undefined) faults.push(fault('bad-name', `the name ${detail}`, pointer));
}

function checkAttributes(attributes: PolicyAttributes | undefined, pointer: string, faults: Fault[]): void {
  if (attributes === undefined) return;
  const names = Object.keys(attributes);
  // Only names in another spelling can mean the same as one another.
  if (names.every(isCanonical)) return;
  const seen = new Set<string>();
  for (const name of names) {
    if (isAbsentValue(attributes[name])) continue;
    const field = canonicalField(name);
    if (seen.has(field)) faults.push(fault('duplicate-key', `\`${name}\` gives \`${field}\` a second time`, pointer));
    seen.add(field);
  }
}

function isCanonical(name: string): boolean {
  return canonicalField(name) === name;
}

function fault(code: string, detail: string, pointer: string): Fault {
  return { code, detail, pointer };
}
