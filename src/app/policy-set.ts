import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { OpenDatabase } from '../database/open-database.ts';
import { PolicyAdministration } from '../enforcement/policy-set/administration/policy-administration.ts';
import { PolicyReading } from '../enforcement/policy-set/administration/policy-reading.ts';
import { PolicyDirectoryImport } from '../enforcement/policy-set/directory/policy-directory-import.ts';
import { PolicySetHealth } from '../enforcement/policy-set/policy-set-health.ts';
import { PolicySetInForce } from '../enforcement/policy-set/policy-set-in-force.ts';
import { AdministratorReach } from '../enforcement/policy-set/restore/administrator-reach.ts';
import { PolicyRestore } from '../enforcement/policy-set/restore/policy-restore.ts';
import { RestoreRequests } from '../enforcement/policy-set/restore/restore-requests.ts';
import type { EventLog } from '../events/event-log.ts';
import type { Clock } from '../spectrum/clock.ts';
import type { Closers } from './closers.ts';

interface Setting {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly database: OpenDatabase;
  readonly events: EventLog;
}

/** The policy set in force with all that feeds and changes it: other processes, the directory, the API, the machine. */
export async function startPolicySet(setting: Setting, closers: Closers) {
  const { config, clock, log, database, events } = setting;
  const { db } = database;
  const policySet = new PolicySetInForce({
    db,
    events,
    clock,
    log,
    listen: (channel, onNotify) => database.listen(channel, onNotify),
  });
  await policySet.start();
  closers.add(() => policySet.stop());
  const directory = new PolicyDirectoryImport({ policySet, directory: config.policyDir, db, events, clock, log });
  await directory.start();
  closers.add(() => directory.stop());
  const reach = new AdministratorReach({ policySet, db, clock, log });
  await reach.start();
  const restore = new PolicyRestore({ policySet, db, clock });
  const requests = new RestoreRequests(restore, { dataDir: config.dataDir, log });
  await requests.start();
  closers.add(() => requests.stop());
  const health = new PolicySetHealth({ policySet, directory, reach });
  return {
    policySet,
    policyHealth: health,
    policyReading: new PolicyReading({ policySet, health, db }),
    policyAdministration: new PolicyAdministration(policySet, clock),
  };
}
