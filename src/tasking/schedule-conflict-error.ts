import { ClearbandError } from '../errors.ts';
import { SCOS_CODES } from '../spectrum/scos-codes.ts';

/** A slot that was wanted and is taken. */
export interface SlotConflict {
  readonly sensorId: string;
  readonly sensorName: string;
  readonly start: Date;
  readonly stop: Date;
  /** The earliest start at which the same slot would be free. */
  readonly nextFree: Date | undefined;
}

/** At least one wanted slot overlaps one that is taken; nothing was planned. */
export class ScheduleConflictError extends ClearbandError {
  readonly kind = 'schedule-conflict';
  override readonly scosCode = SCOS_CODES.exactTimeNotFree;
  readonly conflicts: readonly SlotConflict[];
  constructor(conflicts: readonly SlotConflict[]) {
    const first = conflicts[0];
    super(
      first === undefined
        ? 'a wanted slot is taken'
        : `sensor \`${first.sensorName}\` is taken at ${first.start.toISOString()}${
            first.nextFree === undefined ? '' : `; it is free from ${first.nextFree.toISOString()}`
          }`,
    );
    this.conflicts = conflicts;
  }
}
