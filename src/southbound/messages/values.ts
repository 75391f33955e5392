import type { Fault } from '../../errors.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** A clock that says more is broken; the database and people want years of four digits. */
const LATEST_MS = Date.UTC(2200, 0, 1);
/** Line breaks and tabs belong to texts; a NUL the database can't keep. */
const CONTROL_CHARACTERS = /[^\P{Cc}\n\t]/u;

/** `text` as it came; a fault is added when it is no UUID. */
export function toTaskId(text: string, pointer: string, faults: Fault[]): string {
  if (!UUID.test(text))
    faults.push({ code: 'bad-task-id', detail: 'the task id must be a UUID in lower case', pointer });
  return text;
}

/** Milliseconds since 1970 as an instant; 0 means that there is none. A fault is added for a time after 2199. */
export function toInstant(text: string, pointer: string, faults: Fault[]): Date | undefined {
  const milliseconds = Number(text);
  if (milliseconds === 0) return undefined;
  if (milliseconds > 0 && milliseconds < LATEST_MS) return new Date(milliseconds);
  faults.push({ code: 'out-of-range', detail: `\`${text}\` is no time`, pointer });
  return undefined;
}

/** `text` as it came; a fault is added when it is longer than `maxLength` or holds control characters. */
export function toText(
  text: string,
  maxLength: number,
  at: { readonly pointer: string; readonly faults: Fault[] },
): string {
  const { pointer, faults } = at;
  if (text.length > maxLength)
    faults.push({ code: 'too-long', detail: `the text is longer than ${maxLength} characters`, pointer });
  if (CONTROL_CHARACTERS.test(text))
    faults.push({ code: 'control-characters', detail: 'the text holds control characters', pointer });
  return text;
}

/** A number that may be absent; a fault is added when it is not finite. */
export function toFinite(value: number | undefined, pointer: string, faults: Fault[]): number | undefined {
  if (value !== undefined && !Number.isFinite(value))
    faults.push({ code: 'out-of-range', detail: `\`${value}\` is no number`, pointer });
  return value;
}

/** A count that must be an exact whole number from 0 on; a fault is added when it is not. */
export function toCount(value: string | number, pointer: string, faults: Fault[]): number {
  const count = Number(value);
  if (Number.isSafeInteger(count) && count >= 0) return count;
  faults.push({ code: 'out-of-range', detail: `\`${value}\` is not a whole number from 0 on`, pointer });
  return 0;
}
