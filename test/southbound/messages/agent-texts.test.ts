import { describe, expect, it } from 'vitest';
import type { AgentStatus__Output } from '../../../proto/generated/clearband/scos/v1/AgentStatus.ts';
import type { Capability__Output } from '../../../proto/generated/clearband/scos/v1/Capability.ts';
import { type Fault, InvalidInputError } from '../../../src/errors.ts';
import { toCapability } from '../../../src/southbound/messages/capability-messages.ts';
import { toAgentStatus } from '../../../src/southbound/messages/status-messages.ts';
import { toInstant } from '../../../src/southbound/messages/values.ts';

const ANTENNA = { model: 'discone', type: 'omni', gainDbi: 2 };
const CAPABILITY: Capability__Output = {
  model: 'radio',
  driver: 'simulated',
  tunableBands: [{ startHz: 1e6, stopHz: 6e9 }],
  sampleRateHz: { min: 1, max: 1e7 },
  gainDb: { min: 0, max: 76 },
  resolutionHz: { min: 1, max: 1e6 },
  actions: [{ name: 'm4s', description: 'first line\nsecond line' }],
  antennas: [ANTENNA],
  location: null,
  mobile: false,
  gpsAvailable: false,
  adcBits: 16,
  simulated: true,
  metadata: [],
  spoolBytes: '0',
};
const STATUS: AgentStatus__Output = {
  runningTaskId: '',
  spooledRecordings: 0,
  spooledBytes: '0',
  refusedRecordings: 0,
  uptimeSeconds: 1,
  freeBytes: '0',
  location: null,
};

/** The pointers of what is refused. */
function pointersOf(read: () => unknown): (string | undefined)[] {
  try {
    read();
  } catch (error) {
    if (error instanceof InvalidInputError) return error.faults.map((fault) => fault.pointer);
    throw error;
  }
  return [];
}

describe('texts and numbers of an agent', () => {
  it('are taken with line breaks', () => {
    expect(pointersOf(() => toCapability(CAPABILITY))).toEqual([]);
    expect(pointersOf(() => toAgentStatus(STATUS))).toEqual([]);
  });

  it.each<[string, Partial<Capability__Output>]>([
    ['#/model', { model: 'a\0b' }],
    ['#/actions/0/name', { actions: [{ name: '\u0007', description: '' }] }],
    ['#/antennas/0/model', { antennas: [{ ...ANTENNA, model: 'x'.repeat(5000) }] }],
    ['#/antennas/0/polarization', { antennas: [{ ...ANTENNA, polarization: '\0' }] }],
    ['#/antennas/0/gain_dbi', { antennas: [{ ...ANTENNA, gainDbi: Number.NaN }] }],
    ['#/noise_figure_db', { noiseFigureDb: Number.POSITIVE_INFINITY }],
  ])('are refused at %s when they could not be stored or shown', (pointer, fault) => {
    expect(pointersOf(() => toCapability({ ...CAPABILITY, ...fault }))).toEqual([pointer]);
  });

  it('name a running task by its id or not at all', () => {
    expect(pointersOf(() => toAgentStatus({ ...STATUS, runningTaskId: 'a\0b' }))).toEqual(['#/status/running_task_id']);
  });
});

describe('times of an agent', () => {
  it.each([
    ['0', undefined, 0],
    ['1795172400000', new Date(1_795_172_400_000), 0],
    ['8640000000000000', undefined, 1],
    ['7258118400000', undefined, 1],
    ['-1', undefined, 1],
  ])('%s', (text, instant, faultCount) => {
    const faults: Fault[] = [];
    expect(toInstant(text, '#/at', faults)).toEqual(instant);
    expect(faults).toHaveLength(faultCount);
  });
});
