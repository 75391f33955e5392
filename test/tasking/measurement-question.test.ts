import { describe, expect, it } from 'vitest';
import { draftOf } from '../../src/tasking/planning/schedule-draft.ts';
import { questionAbout } from '../../src/tasking/planning/sensor-selection.ts';
import { entryQuestions, measurementOf, taskQuestion } from '../../src/tasking/measurement-question.ts';
import type { ScheduleEntry, ScheduleRequest } from '../../src/tasking/schedule-entry.ts';
import { HeldClock } from '../events/held-clock.ts';
import { sensorNamed } from '../sensors/sensors.ts';

const clock = new HeldClock();
const roof = sensorNamed('roof');
const request: ScheduleRequest = {
  name: 'fm',
  action: 'm4s',
  parameters: { center_hz: 98e6, sample_rate_hz: 10.24e6 },
  selection: { kind: 'sensors', sensorIds: [roof.id] },
  start: clock.in(60),
  stop: undefined,
  relativeStopSeconds: undefined,
  intervalSeconds: 60,
  slotSeconds: undefined,
  priority: 10,
};
const draft = draftOf(request, clock.now());
const entry: ScheduleEntry = {
  ...request,
  id: 'e',
  owner: { user: 'alice', element: roof.element, groups: [], roles: [] },
  parameters: draft.parametersJson,
  band: draft.band,
  sensorIds: [roof.id],
  start: clock.in(60),
  slotSeconds: 2,
  isActive: true,
  settings: {},
  plannedUntil: undefined,
  createdAt: clock.now(),
  modifiedAt: clock.now(),
};
const attributes = {
  'resolution-bandwidth': 10_000,
  'sample-rate': 10.24e6,
  priority: 10,
  interval: 60,
  'concurrent-tasks': 1,
};

describe('the question about a measurement', () => {
  it('holds at the request only what the Client asked for: what is left out, policy may impose', () => {
    const asked = questionAbout({ sensor: roof, concurrentTasks: 1 }, draft, {
      at: clock.in(60),
      seconds: 0.16,
      slotSeconds: undefined,
    });
    expect(asked).toMatchObject({ taskName: 'm4s', time: clock.in(60), durationSeconds: 0.16, band: draft.band });
    expect(asked.attributes).toEqual(attributes);
  });

  it('is the same for an occurrence, its task and its entry, with the slot that is held', () => {
    const occurrence = questionAbout({ sensor: roof, concurrentTasks: 1 }, draft, {
      at: clock.in(60),
      seconds: 2,
      slotSeconds: 2,
    });
    expect(occurrence.attributes).toEqual({ ...attributes, 'slot-duration': 2 });
    expect(taskQuestion(entry, roof, clock.in(60))).toEqual(occurrence);
    expect(entryQuestions(entry, new Map([[roof.id, roof]]))).toEqual([occurrence]);
  });

  it('leaves unknown what parameters that can’t be read would say', () => {
    expect(measurementOf({ ...entry, parameters: {} }).attributes).toEqual({
      priority: 10,
      interval: 60,
      'concurrent-tasks': 1,
    });
  });
});
