import type { ApiClient } from './api-client.ts';
import { type Command, UsageError } from './command.ts';
import { print } from './output.ts';

interface SensorBody {
  readonly id: string;
  readonly name: string;
  readonly association: { readonly state: string };
  readonly location: { readonly latitude: number; readonly longitude: number } | null;
}

/** `clearband sensor list`. @returns the exit code */
export async function sensorCommand(command: Command, api: ApiClient): Promise<number> {
  if (command.words[0] !== 'list') throw new UsageError('say `sensor list`');
  const { band, point, radius, status } = command.options;
  const query = new URLSearchParams({ limit: '1000' });
  for (const [name, value] of Object.entries({ band, point, radius_m: radius, status })) {
    if (value !== undefined) query.set(name, value);
  }
  const { items } = await api.get<{ items: SensorBody[] }>(`/api/v1/sensors?${query.toString()}`);
  print(command, items, (sensors) => sensors.map(toLine));
  return 0;
}

function toLine(sensor: SensorBody): string {
  const place =
    sensor.location === null ? 'place unknown' : `${sensor.location.latitude}, ${sensor.location.longitude}`;
  return `${sensor.id}  ${sensor.name}  ${sensor.association.state}  ${place}`;
}
