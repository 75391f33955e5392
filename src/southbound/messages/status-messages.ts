import type { AgentStatus__Output } from '../../../proto/generated/clearband/scos/v1/AgentStatus.ts';
import { type Fault, InvalidInputError } from '../../errors.ts';
import type { AgentStatus } from '../../sensors/sensor.ts';
import type { Location } from '../../spectrum/location.ts';
import { toLocation } from './capability-messages.ts';
import { toCount, toTaskId } from './values.ts';

/** The agent's account of itself, and where it is when it says so. @throws {InvalidInputError} */
export function toAgentStatus(message: AgentStatus__Output): {
  readonly status: AgentStatus;
  readonly location: Location | undefined;
} {
  const faults: Fault[] = [];
  const location = message.location == null ? undefined : toLocation(message.location, '#/status/location', faults);
  const status: AgentStatus = {
    runningTaskId:
      message.runningTaskId === '' ? undefined : toTaskId(message.runningTaskId, '#/status/running_task_id', faults),
    spooledRecordings: toCount(message.spooledRecordings, '#/status/spooled_recordings', faults),
    spooledBytes: toCount(message.spooledBytes, '#/status/spooled_bytes', faults),
    refusedRecordings: toCount(message.refusedRecordings, '#/status/refused_recordings', faults),
    uptimeSeconds: toCount(Math.floor(message.uptimeSeconds), '#/status/uptime_seconds', faults),
    freeBytes: toCount(message.freeBytes, '#/status/free_bytes', faults),
  };
  if (faults.length > 0) throw new InvalidInputError(faults);
  return { status, location };
}
