import { m4sBench } from './agent/m4s.ts';
import type { Bench } from './bench.ts';
import { intakeBench } from './data/intake.ts';
import { idleMemoryBench } from './http/idle-memory.ts';
import { sensorListBench } from './http/sensor-list.ts';
import { taskStartBench } from './http/task-start.ts';
import { policyDecisionsBench } from './policy/decisions.ts';
import { policyLoadingBench } from './policy/loading.ts';
import { policyRivalsBench } from './policy/rivals/comparison.ts';
import { policyShapesBench } from './policy/shapes.ts';

/** Every bench, in the order in which they run. */
export const BENCHES: readonly Bench[] = [
  idleMemoryBench,
  sensorListBench,
  taskStartBench,
  policyDecisionsBench,
  policyLoadingBench,
  policyShapesBench,
  policyRivalsBench,
  m4sBench,
  intakeBench,
];
