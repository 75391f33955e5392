import { type Access, nothingThere } from '../enforcement/access.ts';
import { permittedPage } from '../enforcement/permitted-page.ts';
import type { Page, PageRequest } from '../spectrum/page.ts';
import { sensorQuery } from './sensor-access.ts';
import type { SensorQuery } from './sensor-query.ts';
import type { SensorRepository } from './sensor-repository.ts';
import type { Sensor } from './sensor.ts';
import { SharedReads } from './shared-reads.ts';

/** Finds sensors by place, band, action and state, leaving out what policy does not show this Actor. */
export class SensorDirectory {
  readonly #repository: SensorRepository;
  /** What is read depends on nobody in particular; what of it is shown is decided for each Actor. */
  readonly #pages = new SharedReads<Page<Sensor>>();
  constructor(repository: SensorRepository) {
    this.#repository = repository;
  }

  /** Asked with a band, policy is asked about that band too. */
  async find(query: SensorQuery, page: PageRequest, access: Access): Promise<Page<Sensor>> {
    const band = query.band === undefined ? {} : { band: query.band };
    return permittedPage(page, (part) => this.#read(query, part), {
      access,
      queries: (sensor) => [{ ...sensorQuery(sensor), ...band }],
    });
  }

  #read(query: SensorQuery, page: PageRequest): Promise<Page<Sensor>> {
    return this.#pages.read(JSON.stringify([query, page]), () => this.#repository.findMany(query, page));
  }

  /** @throws {NotFoundError} */
  async get(id: string, access: Access): Promise<Sensor> {
    const sensor = await this.#repository.find(id);
    if (sensor === undefined) throw nothingThere(access, { collection: 'Sensors', what: 'sensor' }, id);
    await access.require(sensorQuery(sensor));
    return sensor;
  }
}
