import type { Fault } from '../../errors.ts';

/** Octets of UTF-8. */
export const MAX_NAME_OCTETS = 64;

/** What is wrong with `name` as a sensor's name. `:` separates the parts of resource names, so it can't be in one. */
export function faultsOfSensorName(name: string, pointer: string): Fault[] {
  const faults: Fault[] = [];
  const report = (code: string, detail: string) => faults.push({ code, detail, pointer });
  if (name.trim() === '') report('empty', 'the sensor name is empty');
  if (name !== name.trim()) report('surrounding-space', 'the sensor name begins or ends with a space');
  if (Buffer.byteLength(name) > MAX_NAME_OCTETS)
    report('too-long', `the sensor name is longer than ${MAX_NAME_OCTETS} octets`);
  if (/\p{C}/u.test(name)) report('control-character', 'the sensor name holds a character that can not be printed');
  if (/[:*]/.test(name))
    report('reserved-character', 'the sensor name holds `:` or `*`, which have a meaning in policies');
  return faults;
}
