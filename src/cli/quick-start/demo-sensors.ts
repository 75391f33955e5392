/** The simulated sensors of the quick start: real places, each with its own scene. */
export interface DemoSensor {
  readonly name: string;
  readonly scene: string;
  readonly latitude: number;
  readonly longitude: number;
}

const BOULDER: DemoSensor = { name: 'boulder', scene: 'boulder.json', latitude: 39.995, longitude: -105.2617 };

export const DEMO_SENSORS: readonly DemoSensor[] = [
  BOULDER,
  { name: 'green-bank', scene: 'green-bank.json', latitude: 38.4331, longitude: -79.8398 },
  { name: 'salt-lake-city', scene: 'salt-lake-city.json', latitude: 40.7649, longitude: -111.8421 },
];

/** The sensor of the first scan. */
export const FIRST_SCAN_SENSOR = BOULDER;
