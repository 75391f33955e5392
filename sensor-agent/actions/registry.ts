import type { ActionName, ActionParameters } from '../../src/spectrum/action-parameters.ts';
import { parametersJsonSchema } from '../../src/spectrum/action-parameters.ts';
import type { Receiver } from '../drivers/receiver.ts';
import type { Recording } from '../sigmf/recording.ts';
import type { ActionContext } from './action.ts';
import { iqAction } from './iq.ts';
import { m4sAction } from './m4s.ts';
import { sweepAction } from './sweep.ts';

/** An Action as the sensor reports it among its capabilities. */
export interface ActionCapability {
  readonly name: ActionName;
  readonly summary: string;
  readonly description: string;
  /** JSON Schema of its parameters. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Every Action of this agent. */
export const ACTION_CAPABILITIES: readonly ActionCapability[] = [m4sAction, iqAction, sweepAction].map(
  ({ name, summary, description }) => ({ name, summary, description, parameters: parametersJsonSchema(name) }),
);

/** Runs the Action that the parameters are of. @throws {ReceiverError}; rejects with the abort reason when aborted */
export function runAction(
  receiver: Receiver,
  parameters: ActionParameters,
  context: ActionContext,
): Promise<Recording> {
  switch (parameters.action) {
    case 'm4s':
      return m4sAction.run(receiver, parameters, context);
    case 'iq':
      return iqAction.run(receiver, parameters, context);
    case 'sweep':
      return sweepAction.run(receiver, parameters, context);
  }
}
