/** SCOS response codes by what they mean; 0 is success. 100 association, 200 policy, 300 scanning, 400 data, 500 health. */
export const SCOS_CODES = {
  success: 0,
  /** There is no policy set to decide by. */
  noPolicySet: 200,
  noSuchSensor: 300,
  notCapable: 301,
  noFreeSlot: 302,
  exactTimeNotFree: 303,
  rejected: 304,
  incomplete: 305,
  unknownTask: 306,
  integrity: 403,
  heartbeatMissed: 500,
  health: 501,
} as const;
