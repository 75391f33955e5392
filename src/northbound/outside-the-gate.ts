/**
 * The only operations that policy is not asked about, reviewed by hand: `token` needs one, `open` does not.
 * Anything else without security, scope and SCOS-Task keeps the Manager from starting.
 */
export const OUTSIDE_THE_GATE = {
  me_show: 'token',
  health_live: 'open',
  health_ready: 'open',
  metrics_show: 'open',
  contract_show: 'open',
  docs_show: 'open',
  docs_asset: 'open',
  schema_show: 'open',
  problem_show: 'open',
} as const satisfies Readonly<Record<string, 'token' | 'open'>>;

export type OutsideTheGate = keyof typeof OUTSIDE_THE_GATE;

/** Those of them that need a token. */
export type WithToken = {
  [Id in OutsideTheGate]: (typeof OUTSIDE_THE_GATE)[Id] extends 'token' ? Id : never;
}[OutsideTheGate];
