import { readAlias } from './context.ts';
import type { FaultLog } from '../source/fault-log.ts';
import type { Node } from '../source/reading.ts';
import { readList, readObject, readOneOrMany, readText, spellings } from '../source/reading.ts';
import { parseTimestamp } from '../terms/timestamp.ts';
import type { RecurringWindow, Term } from '../terms/tree.ts';

const WINDOW_KEYS = spellings(['from', 'to', 'daily', 'days']);
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_SECONDS = 86_400;
const CLOCK = /^([01]\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?$/;

type Members = NonNullable<ReturnType<typeof readObject<'from' | 'to' | 'daily' | 'days'>>>['known'];

/** Read `windows` of the grammar: an alias, or a list of aliases, `{"from", "to"}` and `{"daily", "days"}`. UTC. */
export function readWindows(node: Node, log: FaultLog): readonly Term<RecurringWindow>[] {
  return (readOneOrMany(node, 'time', log) ?? []).flatMap((item): Term<RecurringWindow>[] => {
    if (typeof item.value === 'string') return readAlias(item, log);
    const members = readObject(item, { what: 'a time window', keys: WINDOW_KEYS, log })?.known;
    const window = members && readWindow(members, item, log);
    return window === undefined ? [] : [{ value: window, place: item.place }];
  });
}

function readWindow(members: Members, node: Node, log: FaultLog): RecurringWindow | undefined {
  const isSpan = members.has('from') || members.has('to');
  const isDaily = members.has('daily') || members.has('days');
  if (isSpan === isDaily) {
    log.error('wrong-type', 'a time window has either `from` and `to`, or `daily` and perhaps `days`', node.place);
    return undefined;
  }
  return isSpan ? readSpan(members, node, log) : readDaily(members, node, log);
}

function readSpan(members: Members, node: Node, log: FaultLog): RecurringWindow | undefined {
  const startMicros = readStamp(members.get('from'), -Infinity, log);
  const stopMicros = readStamp(members.get('to'), Infinity, log);
  if (startMicros === undefined || stopMicros === undefined) return undefined;
  if (startMicros >= stopMicros) {
    log.error('inverted-window', 'the window must end after its start', node.place);
    return undefined;
  }
  return { kind: 'span', startMicros, stopMicros };
}

function readStamp(node: Node | undefined, open: number, log: FaultLog): number | undefined {
  if (node === undefined) return open;
  const text = readText(node, 'the edge of a time window', log);
  if (text === undefined) return undefined;
  const reading = parseTimestamp(text);
  if (!reading.ok) log.error('bad-time', reading.detail, node.place);
  else if (!reading.isUtc) log.error('bad-time', `\`${text}\` must be in UTC and end in Z`, node.place);
  else return reading.micros;
  return undefined;
}

function readDaily(members: Members, node: Node, log: FaultLog): RecurringWindow | undefined {
  const daily = members.get('daily');
  if (daily === undefined || !Array.isArray(daily.value) || daily.value.length !== 2) {
    log.error('wrong-type', '`daily` must be two times of day, ["HH:MM", "HH:MM"]', daily?.place ?? node.place);
    return undefined;
  }
  const [from, to] = readList(daily, 'daily', log) ?? [];
  const startSeconds = from && readClock(from, DAY_SECONDS - 1, log);
  const stop = to && readClock(to, DAY_SECONDS, log);
  const days = readDays(members.get('days'), log);
  if (startSeconds === undefined || stop === undefined || days === undefined) return undefined;
  // Equal ends are a whole day; an end before the start lies on the next day.
  return { kind: 'daily', startSeconds, stopSeconds: stop > startSeconds ? stop : stop + DAY_SECONDS, days };
}

function readClock(node: Node, latest: number, log: FaultLog): number | undefined {
  const text = readText(node, 'a time of day', log);
  const match = text === undefined ? undefined : CLOCK.exec(text);
  if (match === undefined) return undefined;
  const [hour = 0, minute = 0, second = 0] = match === null ? [99] : match.slice(1).map((part) => Number(part || '0'));
  const seconds = hour * 3600 + minute * 60 + second;
  if (seconds <= latest) return seconds;
  log.error('bad-time', `\`${text ?? ''}\` is not a time of day, HH:MM or HH:MM:SS`, node.place);
  return undefined;
}

function readDays(node: Node | undefined, log: FaultLog): readonly number[] | undefined {
  if (node === undefined) return [0, 1, 2, 3, 4, 5, 6];
  const days = (readList(node, '`days`', log) ?? []).map((item) => {
    const day = DAYS.indexOf(readText(item, 'a day', log)?.toLowerCase() ?? '');
    if (day < 0 && typeof item.value === 'string')
      log.error('bad-time', `\`${item.value}\` is no day; write Sun, Mon, …`, item.place);
    return day;
  });
  return days.length === 0 || days.includes(-1) ? undefined : [...new Set(days)].sort((a, b) => a - b);
}
