import { Readable } from 'node:stream';
import { type Access, nothingThere, type ResourceQuery } from '../enforcement/access.ts';
import { permittedPage } from '../enforcement/permitted-page.ts';
import { sensorQuery } from '../sensors/sensor-access.ts';
import type { Page, PageRequest } from '../spectrum/page.ts';
import { durationSeconds } from '../spectrum/time-window.ts';
import type { ObservationRepository } from './observation-repository.ts';
import { measurementOf, measurementQuestion } from '../tasking/measurement-question.ts';
import type { Observation, ObservationQuery, StoredObservation } from './observation.ts';
import type { RecordingsStore } from './recordings-store.ts';

/** Finds observations by place, band and time and opens their recordings, as far as policy lets this Actor have them. */
export class ObservationDirectory {
  readonly #repository: ObservationRepository;
  readonly #store: RecordingsStore;
  constructor(repository: ObservationRepository, store: RecordingsStore) {
    this.#repository = repository;
    this.#store = store;
  }

  async find(query: ObservationQuery, page: PageRequest, access: Access): Promise<Page<Observation>> {
    return permittedPage(page, (part) => this.#repository.page(query, part), {
      access,
      queries: (observation) => [observationQuestion(observation)],
    });
  }

  /** @throws {NotFoundError} */
  async get(id: string, access: Access): Promise<Observation> {
    const observation = await this.#repository.find(id);
    if (observation === undefined) throw nothingThere(access, { collection: 'Observations', what: 'observation' }, id);
    await access.require(observationQuestion(observation));
    return observation;
  }

  /** The dataset as it was accepted, in order. @throws {NotFoundError} before the first byte */
  async openRecording(
    id: string,
    access: Access,
  ): Promise<{ readonly observation: Observation; readonly data: AsyncIterable<Uint8Array> }> {
    const observation = await this.get(id, access);
    const inline = await this.#repository.inlineData(observation);
    const data = inline === undefined ? await this.#store.read(observation.sha512) : once(inline);
    return { observation, data };
  }
}

/** An observation as policy is asked about it: the sensor's data, where, when and in which band it was taken. */
function observationQuestion(observation: StoredObservation): ResourceQuery {
  const { element, sensorName: name, sensorGroups: groups, location, window, asked } = observation;
  return measurementQuestion(
    measurementOf({ ...asked, action: observation.action, band: observation.band }),
    sensorQuery({ element, name, groups, location }),
    { at: window.start, seconds: durationSeconds(window), slotSeconds: asked.slotSeconds },
  );
}

function once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  return Readable.from([bytes]);
}
