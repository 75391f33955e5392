import type { Clock } from '../src/spectrum/clock.ts';
import type { Location } from '../src/spectrum/location.ts';
import { PlaybackReceiver } from './drivers/playback/playback-receiver.ts';
import type { Receiver } from './drivers/receiver.ts';
import { loadScene } from './drivers/simulated/scene.ts';
import { SimulatedReceiver } from './drivers/simulated/simulated-receiver.ts';
import type { AgentConfiguration } from './state/configuration.ts';

/** The radio of this sensor, or what stands in for one, and where it is. */
export interface Radio {
  readonly driver: AgentConfiguration['receiver']['driver'];
  readonly receiver: Receiver;
  readonly location: Location | undefined;
}

/** Opens what the configuration names. @throws {InputFileError} naming every fault of a scene or recording */
export async function openRadio(configuration: AgentConfiguration, clock: Clock): Promise<Radio> {
  const { receiver, location } = configuration;
  switch (receiver.driver) {
    case 'simulated': {
      const scene = await loadScene(receiver.scene);
      const place = location ?? toLocation(scene.location);
      return { driver: receiver.driver, receiver: new SimulatedReceiver(scene, clock), location: place };
    }
    case 'playback': {
      const playback = await PlaybackReceiver.open(receiver.recording, { clock, loop: receiver.loop });
      return { driver: receiver.driver, receiver: playback, location };
    }
  }
}

function toLocation(
  place: { latitude: number; longitude: number; altitude_m?: number } | undefined,
): Location | undefined {
  if (place === undefined) return undefined;
  const { latitude, longitude, altitude_m: altitudeM } = place;
  return altitudeM === undefined ? { latitude, longitude } : { latitude, longitude, altitudeM };
}
