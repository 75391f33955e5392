import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { Gauge, Registry } from 'prom-client';
import { Closers } from './app/closers.ts';
import { startPolicySet } from './app/policy-set.ts';
import type { Config } from './config.ts';
import { lockDataDirectory } from './database/data-directory.ts';
import { migrate } from './database/migrate.ts';
import { openDatabase } from './database/open-database.ts';
import { PartitionUpkeep } from './database/partition-upkeep.ts';
import { DecisionLog } from './enforcement/decision-log.ts';
import { DecisionDirectory } from './enforcement/decisions/decision-directory.ts';
import { KeptSets } from './enforcement/decisions/kept-sets.ts';
import { PolicyEvaluations } from './enforcement/decisions/policy-evaluations.ts';
import { FenceIssuer } from './enforcement/fences/fence-issuer.ts';
import { FenceSerials } from './enforcement/fences/fence-serials.ts';
import { PolicyGate } from './enforcement/gate.ts';
import { TokenAdministration } from './enforcement/token-administration.ts';
import { EventFeed } from './events/event-feed.ts';
import { EventLog } from './events/event-log.ts';
import { Authenticator } from './identity/authenticator.ts';
import { CertificateAuthority } from './identity/certificate-authority.ts';
import { keepAdminToken, makeFirstIdentities } from './identity/first-identities.ts';
import { cursorSecret } from './identity/installation.ts';
import { TokenRepository } from './identity/token-repository.ts';
import { createHttpApp } from './northbound/http-app.ts';
import { listenForHttp } from './northbound/http-server.ts';
import { readinessOf } from './northbound/readiness.ts';
import { ObservationDirectory } from './observations/observation-directory.ts';
import { ObservationRepository } from './observations/observation-repository.ts';
import { OutcomeBatch } from './observations/outcome-batch.ts';
import { OutcomeIntake } from './observations/outcome-intake.ts';
import { DirectoryRecordingsStore } from './observations/recordings-store.ts';
import { AssociationAuthorization } from './sensors/association/association-authorization.ts';
import { AssociationRepository } from './sensors/association/association-repository.ts';
import { keepUp } from './sensors/association/association-upkeep.ts';
import { Associations } from './sensors/association/association.ts';
import { CertificateRepository } from './sensors/enrollment/certificate-repository.ts';
import { Enrollment } from './sensors/enrollment/enrollment.ts';
import { JoinTokenAdministration } from './sensors/enrollment/join-token-administration.ts';
import { JoinTokenRepository } from './sensors/enrollment/join-token-repository.ts';
import { JoinTokens } from './sensors/enrollment/join-token.ts';
import { RefusalRecord } from './sensors/refusal-record.ts';
import { SensorDirectory } from './sensors/sensor-directory.ts';
import { SensorFences } from './sensors/sensor-fences.ts';
import { SensorRepository } from './sensors/sensor-repository.ts';
import { sensorQuery } from './sensors/sensor-access.ts';
import { sensorResource } from './sensors/sensor.ts';
import { AgentSessions } from './southbound/agent-sessions.ts';
import { FenceDelivery } from './southbound/fence-delivery.ts';
import { startSouthbound } from './southbound/southbound.ts';
import { type Clock, systemClock } from './spectrum/clock.ts';
import { EntryPlanning } from './tasking/planning/entry-planning.ts';
import { SensorChooser } from './tasking/planning/sensor-selection.ts';
import { CancelRelay } from './tasking/running/cancel-relay.ts';
import { DueTasks } from './tasking/running/due-tasks.ts';
import { HorizonRoller } from './tasking/running/horizon-roller.ts';
import { PolicyReview, storedHashInForce } from './tasking/running/policy-review.ts';
import { Scheduler } from './tasking/running/scheduler.ts';
import { TaskReports } from './tasking/running/task-reports.ts';
import { Schedule } from './tasking/schedule.ts';
import { Tasks } from './tasking/tasks.ts';
import { VisibleEvents } from './tasking/visible-events.ts';

/** What every part of the Manager is made with. */
interface Setting {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A Manager that listens on both edges. */
export interface Manager {
  readonly httpPort: number;
  readonly grpcPort: number;
  /** Lets what is under way end, stores what is noted, closes everything. */
  stop(): Promise<void>;
}

const STREAM_DEADLINE_MS = 3000;
/** How many other sensors an explanation considers. */
const SENSORS_ON_OFFER = 100;

/**
 * The composition root: the only place where long-lived things are made, in the order in which a request meets them.
 * @throws ConflictError (data directory in use, database newer), UnavailableError (database away), Error (port taken)
 */
export async function startManager(config: Config, log: Logger): Promise<Manager> {
  const setting: Setting = { config, clock: systemClock, log };
  const closers = new Closers();
  try {
    const foundation = await layFoundation(setting, closers);
    const domain = await buildDomain(setting, foundation, closers);
    const grpcPort = await listenForAgents(setting, { ...foundation, ...domain }, closers);
    const httpPort = await listenForClients(setting, { ...foundation, ...domain }, closers);
    return { httpPort, grpcPort, stop: () => closers.run() };
  } catch (error) {
    await closers.run().catch((closing: unknown) => {
      log.error({ err: closing }, 'what was started already did not stop cleanly');
    });
    throw error;
  }
}

type Foundation = Awaited<ReturnType<typeof layFoundation>>;
type Parts = Foundation & Awaited<ReturnType<typeof buildDomain>>;

/** Database, events, identity, policy. */
async function layFoundation({ config, clock, log }: Setting, closers: Closers) {
  // Before anything else is touched: what lies there half written may be another Manager's work in progress.
  const lock = await lockDataDirectory(config.dataDir);
  closers.add(() => lock.release());
  const database = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, log, lock });
  closers.add(() => database.close());
  const { db } = database;
  await migrate(db, fileURLToPath(new URL('../migrations', import.meta.url)));
  const partitions = new PartitionUpkeep(db, clock, log);
  await partitions.start();
  closers.add(() => partitions.stop());

  const events = new EventLog(db);
  const feed = new EventFeed(events);
  await feed.start((channel, onNotify) => database.listen(channel, onNotify));
  closers.add(() => feed.stop());

  await makeFirstIdentities(db, clock, (token) => keepAdminToken(config.dataDir, token));
  const tokens = new TokenRepository(db);
  const authority = await CertificateAuthority.open(config.dataDir, clock);

  const policies = await startPolicySet({ config, clock, log, database, events }, closers);
  const { policySet } = policies;
  const decisions = new DecisionLog(db, log);
  closers.add(() => decisions.stop());
  const gate = new PolicyGate(policySet, decisions, clock);
  const authenticator = new Authenticator(tokens, clock);
  const tokenAdministration = new TokenAdministration(tokens, authenticator, clock);
  return { database, db, events, feed, authority, ...policies, gate, authenticator, tokens: tokenAdministration };
}

/** Sensors, tasking, observations. */
async function buildDomain({ config, clock, log }: Setting, foundation: Foundation, closers: Closers) {
  const { db, events, gate, feed, authority, policySet } = foundation;
  const sensorRepository = new SensorRepository(db, clock);
  const associations = new Associations({
    store: new AssociationRepository(db, sensorRepository, events),
    gate: new AssociationAuthorization(gate),
    clock,
    limits: { maximumTtlSeconds: config.associationTtlSeconds, heartbeatIntervalSeconds: config.heartbeatSeconds },
  });
  await associations.restore();
  closers.add(
    keepUp(associations, (error) => {
      log.warn({ err: error }, 'associations could not be kept up and will be tried again');
    }),
  );
  policySet.onChange(() => associations.reconsider());

  const sessions = new AgentSessions();
  const horizonSeconds = config.planHorizonSeconds;
  const scheduler = new Scheduler({
    due: new DueTasks({ db, gate, events, clock, log, dispatcher: sessions }),
    roller: new HorizonRoller({ db, events, clock, log, horizonSeconds }),
    clock,
    log,
  });
  const onPlanned = () => {
    scheduler.wake();
  };
  const planning = new EntryPlanning({
    db,
    chooser: new SensorChooser(db, sensorRepository),
    clock,
    horizonSeconds,
    setHash: () => gate.setHash,
  });
  const schedule = new Schedule({
    db,
    planning,
    events,
    sensors: sensorRepository,
    clock,
    onPlanned,
    dispatcher: sessions,
  });
  scheduler.start();
  closers.add(() => scheduler.stop());

  const issuer = new FenceIssuer({
    set: policySet,
    serials: new FenceSerials(db, clock),
    sign: (content) => authority.sign(content),
    clock,
    validSeconds: config.fenceSeconds,
  });
  const fences = new FenceDelivery({ source: new SensorFences(sensorRepository, issuer), sessions, clock, log });
  fences.start();
  sessions.orderOnlyWhere((sensorId) => fences.isCurrent(sensorId));
  closers.add(() => fences.stop());
  const review = new PolicyReview({
    db,
    gate,
    hashInForce: storedHashInForce,
    events,
    clock,
    log,
    dispatcher: sessions,
  });
  review.start();
  closers.add(() => review.stop());
  const relay = new CancelRelay({ feed, dispatcher: sessions, log });
  relay.start();
  closers.add(() => relay.stop());
  policySet.onChange(async () => {
    // Tasks first: an agent that stops one at its new fence can't say which statement denies it.
    await review.reviewAtAgents();
    await fences.refresh();
    await review.reviewAll();
  });

  const store = new DirectoryRecordingsStore(join(config.dataDir, 'recordings'));
  await store.start();
  const intake = new OutcomeIntake(new OutcomeBatch({ db, gate, events, store, clock }), log);
  closers.add(() => intake.drain());
  const keptSets = new KeptSets(db, policySet);
  const joinTokens = new JoinTokens(new JoinTokenRepository(db), authority.fingerprint, clock);
  return {
    sensors: new SensorDirectory(sensorRepository),
    sensorRepository,
    associations,
    sessions,
    fences,
    schedule,
    tasks: new Tasks(db, sensorRepository),
    reports: new TaskReports({ db, events, clock, onPlanned }),
    store,
    intake,
    observations: new ObservationDirectory(new ObservationRepository(db), store),
    visibleEvents: new VisibleEvents({ gate, feed, sensors: sensorRepository, db }),
    decisionDirectory: new DecisionDirectory({
      db,
      gate,
      sets: keptSets,
      sensorResource: async (id) => {
        const sensor = await sensorRepository.find(id);
        return sensor && sensorResource(sensor);
      },
    }),
    evaluations: new PolicyEvaluations({
      gate,
      sets: keptSets,
      sensorsFor: async ({ band }) => {
        // Nothing tunes what the database can't hold.
        if (band !== undefined && band.stopHz > Number.MAX_SAFE_INTEGER) return [];
        const query = { association: 'associated', ...(band && { band }) } as const;
        return (await sensorRepository.findMany(query, { limit: SENSORS_ON_OFFER })).items.map(sensorQuery);
      },
      clock,
    }),
    joinTokens,
  };
}

async function listenForAgents({ config, clock, log }: Setting, parts: Parts, closers: Closers): Promise<number> {
  const { db, authority, events, joinTokens, sensorRepository, associations, sessions, reports, intake, store } = parts;
  const certificates = new CertificateRepository(db, clock);
  const names = [...new Set(['localhost', '127.0.0.1', '::1', config.host, ...config.publicNames])];
  const refusals = new RefusalRecord({
    db,
    events,
    clock,
    onError: (error) => {
      log.warn({ err: error }, 'the refusal of a peer could not be recorded');
    },
  });
  const southbound = await startSouthbound(
    { host: config.host, port: config.grpcPort, names, maxRecordingBytes: config.maxRecordingBytes },
    {
      authority,
      enrollment: new Enrollment({ db, joinTokens, sensors: sensorRepository, certificates, authority, events, clock }),
      certificates,
      associations,
      sessions,
      fences: parts.fences,
      reports,
      intake,
      staging: store,
      onRefused: (refusal) => {
        refusals.add(refusal);
      },
      clock,
      log,
    },
  );
  closers.add(() => southbound.stop(STREAM_DEADLINE_MS));
  return southbound.port;
}

async function listenForClients({ config, clock, log }: Setting, parts: Parts, closers: Closers): Promise<number> {
  const { authenticator, tokens, gate, sensors, schedule, tasks, observations, visibleEvents } = parts;
  const metrics = new Registry();
  new Gauge({
    name: 'clearband_agents_connected',
    help: 'Sensor agents with an open session',
    registers: [metrics],
    collect() {
      this.set(parts.sessions.count);
    },
  });
  const shutdown = new AbortController();
  const app = await createHttpApp({
    domain: {
      authenticator,
      tokens,
      gate,
      joinTokens: new JoinTokenAdministration(parts.joinTokens),
      sensors,
      schedule,
      tasks,
      observations,
      events: visibleEvents,
      decisions: parts.decisionDirectory,
      evaluations: parts.evaluations,
      policies: parts.policyAdministration,
      policySets: parts.policyReading,
      readiness: () => readinessOf(parts.database, parts.policyHealth),
    },
    log,
    metrics,
    cursorSecret: await cursorSecret(parts.db, clock),
    shutdown: shutdown.signal,
  });
  const server = await listenForHttp(app, { host: config.host, port: config.httpPort, log });
  closers.add(() => {
    shutdown.abort();
    return server.close(STREAM_DEADLINE_MS);
  });
  return server.port;
}
