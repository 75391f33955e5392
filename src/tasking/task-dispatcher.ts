import type { TaskOrder } from './task.ts';

/** What the Scheduler needs from the southbound edge: a way to reach the agents that are connected here. */
export interface TaskDispatcher {
  /** The sensors whose session is open here. */
  connectedSensors(): readonly string[];
  /** Sends the order to the sensor's agent. False when no session of that sensor is open here. */
  dispatch(order: TaskOrder): boolean;
  /** Tells the agent to drop a task; false when it can't be reached. */
  cancel(sensorId: string, taskId: string, reason: string): boolean;
}
