import type { ActionName, ActionParameters } from '../../src/spectrum/action-parameters.ts';
import type { Receiver } from '../drivers/receiver.ts';
import type { Recording, RecordingOrigin } from '../sigmf/recording.ts';

/** What an Action is run with, apart from its parameters. */
export interface ActionContext {
  /** Ends the run; it then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** For the metadata. */
  readonly origin: RecordingOrigin;
  /** Uniform in `[0, 1)`; chooses the "sample" row of M4S. */
  readonly random: () => number;
  /** Told the fraction done, up to 1. */
  readonly progress?: (fraction: number) => void;
}

/** What a Sensor can be tasked to do. */
export interface Action<P extends ActionParameters = ActionParameters> {
  readonly name: P['action'] & ActionName;
  readonly summary: string;
  readonly description: string;
  /** @throws {ReceiverError} when the receiver cannot, or gave nothing; rejects with the abort reason when aborted. */
  run(receiver: Receiver, parameters: P, context: ActionContext): Promise<Recording>;
}
