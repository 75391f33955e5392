import { pino, type Logger } from 'pino';
import { PolicyDirectoryImport } from '../../../src/enforcement/policy-set/directory/policy-directory-import.ts';
import { PolicySetHealth } from '../../../src/enforcement/policy-set/policy-set-health.ts';
import { PolicySetInForce } from '../../../src/enforcement/policy-set/policy-set-in-force.ts';
import { PolicySetRepository } from '../../../src/enforcement/policy-set/policy-set-repository.ts';
import { AdministratorReach } from '../../../src/enforcement/policy-set/restore/administrator-reach.ts';
import { EventLog } from '../../../src/events/event-log.ts';
import type { EventBody } from '../../../src/events/event.ts';
import type { Clock } from '../../../src/spectrum/clock.ts';
import { HeldClock } from '../../events/held-clock.ts';
import type { TestDatabase } from '../../support/databases.ts';

/** The policy set as one process of the Manager keeps it, fed from a directory. */
export interface RunningSet {
  readonly policySet: PolicySetInForce;
  readonly directory: PolicyDirectoryImport;
  readonly health: PolicySetHealth;
  stop(): Promise<void>;
}

/** Starts it as a Manager does. */
export async function startSet(
  database: TestDatabase,
  directory: string,
  more: { readonly events?: EventLog; readonly log?: Logger; readonly clock?: Clock } = {},
): Promise<RunningSet> {
  const { db } = database;
  const { events = new EventLog(db), log = pino({ level: 'silent' }), clock = new HeldClock() } = more;
  const listen: OpenListen = (channel, onNotify) => database.listen(channel, onNotify);
  const policySet = new PolicySetInForce({ db, events, clock, log, listen });
  await policySet.start();
  const imported = new PolicyDirectoryImport({ policySet, directory, db, events, clock, log });
  await imported.start();
  const reach = new AdministratorReach({ policySet, db, clock, log });
  await reach.start();
  const stop = async () => {
    await imported.stop();
    await policySet.stop();
  };
  return {
    policySet,
    directory: imported,
    health: new PolicySetHealth({ policySet, directory: imported, reach }),
    stop,
  };
}

type OpenListen = (channel: string, onNotify: () => void) => Promise<() => Promise<void>>;

/** What is stored as in force. */
export function storedSet({ db }: TestDatabase) {
  return new PolicySetRepository(db).inForce();
}

/** The history, newest first. */
export async function historyOf({ db }: TestDatabase) {
  return (await new PolicySetRepository(db).history({ limit: 1000 })).items;
}

/** What the record of events says, in order. */
export async function eventBodies({ db }: TestDatabase): Promise<EventBody[]> {
  const rows = await db.selectFrom('event').select('body').orderBy('sequence').execute();
  return rows.map(({ body }) => body as EventBody);
}
