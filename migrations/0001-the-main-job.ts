import { type Kysely, sql } from 'kysely';

/**
 * Everything the main job needs: identity, the policy set in force, sensors, schedule, slots, tasks, observations with
 * their recordings, decisions and events. Sensor data, decisions and events are partitioned by time, without a default
 * partition and without foreign keys to or from a partitioned table; the program makes partitions ahead and on demand.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...EXTENSIONS, ...IDENTITY, ...POLICY, ...SENSORS, ...TASKING, ...OBSERVATIONS, ...EVENTS]) {
    await sql.raw(statement).execute(db);
  }
}

const EXTENSIONS = ['create extension if not exists postgis', 'create extension if not exists btree_gist'];

const IDENTITY = [
  // What every process of this installation shares.
  `create table installation (
    only_row      boolean primary key default true check (only_row),
    cursor_secret bytea not null,                -- seals page cursors
    created_at    timestamptz not null
  )`,
  `create table element (
    id         uuid primary key,
    name       text not null unique,
    created_at timestamptz not null
  )`,
  // "user" is reserved in SQL.
  `create table element_user (
    id         uuid primary key,
    element_id uuid not null references element (id),
    name       text not null,
    roles      text[] not null,
    created_at timestamptz not null,
    unique (element_id, name)
  )`,
  `create table token (
    id           text primary key,               -- the public part of cb_<kind>_<id>_<secret>_<crc>
    kind         text not null,
    user_id      uuid not null references element_user (id),
    secret_hash  bytea not null,                 -- SHA-256 of 32 random bytes: high entropy, so a fast hash is right
    scopes       text[] not null,
    created_at   timestamptz not null,
    expires_at   timestamptz,
    revoked_at   timestamptz
  )`,
];

const POLICY = [
  `create table policy_set (
    hash        text primary key,                -- SHA-256 over the canonical content
    files       jsonb not null,                  -- [{ path, text }] as imported, so that any decision can be reproduced
    created_at  timestamptz not null
  )`,
  `create table policy_set_in_force (
    only_row  boolean primary key default true check (only_row),
    hash      text not null references policy_set (hash),
    since     timestamptz not null,
    set_by    text not null
  )`,
  `create table decision (
    at         timestamptz not null,
    id         uuid not null,
    operation  text not null,                    -- operationId, or the Manager's own step: dispatch, intake
    actor      text not null,
    scope      text not null,
    scos_task  text not null,
    resource   text,
    outcome    text not null check (outcome in ('Permit', 'Deny')),
    reason     text not null,
    code       integer not null,
    statements text[] not null,
    request    jsonb,                            -- the policy request, whole; null for permitted reads of many resources
    because    jsonb,
    set_hash   text not null,
    primary key (at, id)
  ) partition by range (at)`,
  `create index decision_id on decision (id)`,
];

const SENSORS = [
  `create table sensor (
    id                     uuid primary key,
    element_id             uuid not null references element (id),
    name                   text not null,
    groups                 text[] not null default '{}',
    location               geography(Point, 4326),
    altitude_m             double precision,
    mobile                 boolean not null default false,
    tunable_band_hz        int8multirange not null default '{}',
    actions                text[] not null default '{}',
    capability             jsonb,
    capability_at          timestamptz,
    agent_version          text,
    association            text not null default 'joined' check (association in ('joined', 'associated', 'disassociated')),
    association_since      timestamptz,
    association_expires_at timestamptz,
    last_seen_at           timestamptz,
    status                 jsonb,
    created_at             timestamptz not null,
    unique (element_id, name)
  )`,
  // Over the geometry: the planner estimates rows well there, and badly on geography.
  `create index sensor_location_band on sensor using gist ((location::geometry), tunable_band_hz)`,
  `create index sensor_actions on sensor using gin (actions)`,
  `create table join_token (
    id          text primary key,
    secret_hash bytea not null,
    element_id  uuid not null references element (id),
    sensor_name text,
    created_by  text not null,
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    used_at     timestamptz,
    sensor_id   uuid references sensor (id)
  )`,
  `create table sensor_certificate (
    fingerprint text primary key,                -- SHA-256 of the DER, lower-case hex
    sensor_id   uuid not null references sensor (id),
    not_before  timestamptz not null,
    not_after   timestamptz not null,
    issued_at   timestamptz not null,
    revoked_at  timestamptz
  )`,
];

const TASKING = [
  `create table schedule_entry (
    id               uuid primary key,
    name             text not null,
    element_id       uuid not null references element (id),
    owner            jsonb not null,             -- the Actor who asked, as policy saw it: { user, element, groups, roles }
    action           text not null,
    parameters       jsonb not null,             -- complete: defaults filled in
    band_hz          int8range not null,         -- the whole captured span
    selection        jsonb not null,             -- what was asked for: sensor ids, or an area and a count
    sensor_ids       uuid[] not null,            -- who measures
    start_at         timestamptz not null,
    stop_at          timestamptz,
    interval_seconds double precision,
    slot_seconds     double precision not null,
    priority         integer not null,
    is_active        boolean not null,
    settings         jsonb not null,             -- what policy imposed when it was accepted
    planned_until    timestamptz,                -- occurrences before this instant are laid into slots
    next_sequence    bigint not null,
    created_at       timestamptz not null,
    modified_at      timestamptz not null,
    unique (element_id, name)
  )`,
  `create index schedule_entry_to_plan on schedule_entry (planned_until) where is_active`,
  // Live slots only; several tasks may refer to one. Deferrable, so that a re-plan can swap two slots.
  `create table slot (
    id       uuid primary key,
    radio_id uuid not null references sensor (id),
    span     tstzrange not null check (not isempty(span)),
    constraint slot_no_overlap exclude using gist (radio_id with =, span with &&) deferrable initially immediate
  )`,
  `create table task (
    id            uuid primary key,
    entry_id      uuid not null references schedule_entry (id),
    sequence      bigint not null,
    sensor_id     uuid not null references sensor (id),
    slot_id       uuid references slot (id) on delete set null,
    state         text not null,
    starts_at     timestamptz not null,
    slot_seconds  double precision not null,
    dispatched_at timestamptz,
    accepted_at   timestamptz,
    running_at    timestamptz,
    unique (entry_id, sequence, sensor_id)
  )`,
  `create index task_live on task (starts_at) where state in ('planned', 'dispatched', 'accepted', 'running')`,
  `create index task_sensor on task (sensor_id, starts_at)`,
  `create table task_result (
    task_id          uuid primary key references task (id),
    status           text not null,
    code             integer not null,
    detail           text not null,
    started_at       timestamptz,
    finished_at      timestamptz,
    duration_seconds double precision,
    acquisition_id   uuid,
    recorded_at      timestamptz not null
  )`,
];

const OBSERVATIONS = [
  `create table observation (
    sensor_id   uuid not null,
    started_at  timestamptz not null,            -- the task's own start; the id carries the same instant (UUIDv7)
    id          uuid not null,
    task_id     uuid not null,
    entry_id    uuid not null,
    element_id  uuid not null,
    action      text not null,
    location    geography(Point, 4326) not null,
    band_hz     int8range not null,
    span        tstzrange not null,              -- when samples were taken
    metadata    jsonb not null,                  -- SigMF: global, captures, annotations
    datatype    text not null,
    data_bytes  bigint not null,
    sha512      text not null,
    accepted_at timestamptz not null,
    primary key (sensor_id, started_at, id),
    unique (sensor_id, started_at, task_id)
  ) partition by range (started_at)`,
  `create index observation_area_band on observation using gist ((location::geometry), band_hz)`,
  `create index observation_id on observation (started_at, id)`,
  // Datasets below 64 kB: one commit with their observation, no orphans.
  `create table recording (
    sensor_id  uuid not null,
    started_at timestamptz not null,
    id         uuid not null,
    data       bytea not null,
    primary key (sensor_id, started_at, id)
  ) partition by range (started_at)`,
  `alter table recording alter column data set storage external`,
  // Larger ones: how many observations refer to a file of the content-addressed store.
  `create table recording_file (
    sha512          text primary key,
    data_bytes      bigint not null,
    reference_count integer not null check (reference_count >= 0)
  )`,
];

const EVENTS = [
  `create sequence event_sequence`,
  // Read in (xid, sequence) order below pg_snapshot_xmin, so that a late commit is never skipped.
  `create table event (
    at         timestamptz not null,
    xid        xid8 not null default pg_current_xact_id(),
    sequence   bigint not null default nextval('event_sequence'),
    kind       text not null,
    element_id uuid,
    sensor_id  uuid,
    entry_id   uuid,
    task_id    uuid,
    body       jsonb not null,
    primary key (at, sequence)
  ) partition by range (at)`,
  `create index event_order on event (xid, sequence)`,
];
