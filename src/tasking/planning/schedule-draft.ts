import { type Fault, InvalidInputError } from '../../errors.ts';
import {
  type ActionParameters,
  capturedBand,
  estimatedSeconds,
  parseActionParameters,
  resolutionBandwidthHz,
  toParametersJson,
} from '../../spectrum/action-parameters.ts';
import type { Band } from '../../spectrum/band.ts';
import { type Measurement, measurementOf } from '../measurement-question.ts';
import { LATEST_START_MS } from '../running/dispatch-timing.ts';
import type { MeasurementNeed } from './capability-check.ts';
import type { ScheduleRequest } from '../schedule-entry.ts';

/** A request whose own words make sense: parameters complete, times in order; nothing is said of sensors or policy. */
export interface ScheduleDraft {
  readonly request: ScheduleRequest;
  readonly parameters: ActionParameters;
  readonly parametersJson: Readonly<Record<string, number>>;
  readonly band: Band;
  readonly need: MeasurementNeed;
  readonly measurement: Measurement;
  /** What the action takes, with set-up. */
  readonly neededSeconds: number;
  readonly stop: Date | undefined;
}

/** Room in a slot for the agent to process and write what it measured. */
const SLOT_OVERHEAD_SECONDS = 0.1;

/** @throws {InvalidInputError} naming every fault of the request itself. */
export function draftOf(request: ScheduleRequest, now: Date): ScheduleDraft {
  const parsed = parseActionParameters(request.action, request.parameters, '#/parameters');
  const faults: Fault[] = parsed.ok ? [] : parsed.faults.map(atAction);
  faults.push(...faultsOfTimes(request, now));
  if (!parsed.ok) throw new InvalidInputError(faults);
  const neededSeconds = Math.ceil((estimatedSeconds(parsed.parameters) + SLOT_OVERHEAD_SECONDS) * 1000) / 1000;
  faults.push(...faultsOfDurations(request, neededSeconds));
  if (faults.length > 0) throw new InvalidInputError(faults);
  const band = capturedBand(parsed.parameters);
  const parametersJson = toParametersJson(parsed.parameters);
  return {
    request,
    parameters: parsed.parameters,
    parametersJson,
    band,
    need: {
      action: request.action,
      band,
      sampleRateHz: parsed.parameters.sampleRateHz,
      gainDb: parsed.parameters.gainDb,
      resolutionHz: resolutionBandwidthHz(parsed.parameters),
    },
    measurement: measurementOf({ ...request, parameters: parametersJson, band }),
    neededSeconds,
    stop: stopOf(request, now),
  };
}

/** An unknown action is a fault of `action`, not of its parameters. */
function atAction(fault: Fault): Fault {
  return fault.code === 'unknown-action' ? { ...fault, pointer: '#/action' } : fault;
}

function stopOf(request: ScheduleRequest, now: Date): Date | undefined {
  if (request.relativeStopSeconds === undefined) return request.stop;
  return new Date((request.start ?? now).getTime() + request.relativeStopSeconds * 1000);
}

function faultsOfTimes(request: ScheduleRequest, now: Date): Fault[] {
  const faults: Fault[] = [];
  const { start, stop, relativeStopSeconds, intervalSeconds } = request;
  if (stop !== undefined && relativeStopSeconds !== undefined) {
    faults.push({
      code: 'contradiction',
      detail: 'give `stop` or `relative_stop`, not both',
      pointer: '#/relative_stop',
    });
  }
  if (stop !== undefined && stop <= (start ?? now)) {
    const what = start === undefined ? 'the present' : '`start`';
    faults.push({ code: 'stop-before-start', detail: `\`stop\` must be after ${what}`, pointer: '#/stop' });
  }
  if (start !== undefined && intervalSeconds === undefined && start.getTime() < now.getTime() - LATEST_START_MS) {
    faults.push({ code: 'in-the-past', detail: `\`start\` is past: it is ${now.toISOString()}`, pointer: '#/start' });
  }
  return faults;
}

function faultsOfDurations(request: ScheduleRequest, neededSeconds: number): Fault[] {
  const faults: Fault[] = [];
  const { slotSeconds, intervalSeconds } = request;
  if (slotSeconds !== undefined && slotSeconds < neededSeconds) {
    faults.push({
      code: 'slot-too-short',
      detail: `the action needs ${neededSeconds} s, the slot is ${slotSeconds} s`,
      pointer: '#/slot',
    });
  }
  const slot = Math.max(slotSeconds ?? 0, neededSeconds);
  if (intervalSeconds !== undefined && intervalSeconds < slot) {
    faults.push({
      code: 'interval-too-short',
      detail: `each occurrence takes ${slot} s, the interval is ${intervalSeconds} s`,
      pointer: '#/interval',
    });
  }
  return faults;
}
