import { beforeEach, expect, it } from 'vitest';
import { SensorRepository } from '../../src/sensors/sensor-repository.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { NOON, StoredSensors } from './stored-sensors.ts';

describeEachDatabase('a list of sensors', (database) => {
  let stored: StoredSensors;
  beforeEach(async () => {
    stored = await StoredSensors.in(database());
  });

  it('tells of every change at once, whoever made it, and repeats what did not change', async () => {
    const { id } = await stored.associated('roof');
    const first = await listed(stored.sensors, id);
    expect(await listed(stored.sensors, id)).toBe(first);
    await database()
      .db.updateTable('sensor')
      .set({ groups: ['rooftops'] })
      .where('id', '=', id)
      .execute();
    expect(await listed(stored.sensors, id)).toMatchObject({ groups: ['rooftops'] });
    await database()
      .db.updateTable('element')
      .set({ name: `renamed-${id}` })
      .where('id', '=', stored.element.id)
      .execute();
    expect(await listed(stored.sensors, id)).toMatchObject({ element: { name: `renamed-${id}` } });
  });

  it('tells the changes of one transaction apart', async () => {
    const { id } = await stored.associated('roof');
    const seen = await database()
      .db.transaction()
      .execute(async (transaction) => {
        const sensors = new SensorRepository(transaction, { now: () => NOON });
        const names: (string | undefined)[] = [];
        for (const name of ['first', 'second', 'third']) {
          await transaction.updateTable('sensor').set({ name }).where('id', '=', id).execute();
          names.push((await listed(sensors, id))?.name);
        }
        return names;
      });
    expect(seen).toEqual(['first', 'second', 'third']);
  });
});

async function listed(sensors: SensorRepository, id: string) {
  return (await sensors.findMany({ ids: [id] }, { limit: 1 })).items[0];
}
