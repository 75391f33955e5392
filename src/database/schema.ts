import type { ColumnType, Generated } from 'kysely';

/** JSON columns: written as text (`JSON.stringify`), read back parsed. */
export type Json<T> = ColumnType<T, string, string>;
/** A bigint that is always below 2^53. */
type Integer = ColumnType<number, number | bigint, number | bigint>;
/** A range or multirange in PostgreSQL's text form; written by the expressions of ranges.ts. */
type RangeText = string;
/** Only ever written and read through the expressions of geography.ts. */
type Geography = ColumnType<string, string, string>;

export interface InstallationTable {
  onlyRow: Generated<boolean>;
  cursorSecret: Buffer;
  createdAt: Date;
}

export interface ElementTable {
  id: string;
  name: string;
  createdAt: Date;
}

export interface ElementUserTable {
  id: string;
  elementId: string;
  name: string;
  roles: string[];
  createdAt: Date;
}

export interface TokenTable {
  id: string;
  kind: string;
  userId: string;
  secretHash: Buffer;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

export interface PolicySetTable {
  hash: string;
  files: Json<readonly { readonly path: string; readonly text: string; readonly origin?: 'directory' | 'api' }[]>;
  createdAt: Date;
}

export interface PolicySetInForceTable {
  onlyRow: Generated<boolean>;
  hash: string;
  since: Date;
  setBy: string;
  revision: Integer;
  files: Json<readonly { readonly path: string; readonly text: string; readonly origin: 'directory' | 'api' }[]>;
  directoryFiles: Json<readonly { readonly path: string; readonly text: string }[]> | null;
}

export interface PolicySetChangeTable {
  revision: Integer;
  at: Date;
  hash: string;
  hashBefore: string | null;
  kind: 'import' | 'install' | 'replace' | 'withdraw' | 'restore';
  setBy: string;
  forced: Generated<boolean>;
  restoredRevision: number | null;
  requestId: string | null;
  summary: Json<unknown>;
}

export interface DecisionTable {
  at: Date;
  id: string;
  operation: string;
  actor: string;
  scope: 'sensing-management' | 'sensing-data-management' | 'sensor-management';
  scosTask: string;
  resource: string | null;
  outcome: 'Permit' | 'Deny';
  reason: string;
  code: number;
  statements: string[];
  settings: Json<unknown> | null;
  request: Json<unknown> | null;
  because: Json<unknown> | null;
  setHash: string;
}

export interface SensorTable {
  id: string;
  elementId: string;
  name: string;
  groups: Generated<string[]>;
  location: Geography | null;
  altitudeM: number | null;
  mobile: Generated<boolean>;
  tunableBandHz: Generated<RangeText>;
  actions: Generated<string[]>;
  capability: Json<unknown> | null;
  capabilityAt: Date | null;
  agentVersion: string | null;
  association: Generated<'joined' | 'associated' | 'disassociated'>;
  associationSince: Date | null;
  associationExpiresAt: Date | null;
  lastSeenAt: Date | null;
  status: Json<unknown> | null;
  createdAt: Date;
}

export interface JoinTokenTable {
  id: string;
  secretHash: Buffer;
  elementId: string;
  sensorName: string | null;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
  sensorId: string | null;
}

export interface SensorCertificateTable {
  fingerprint: string;
  sensorId: string;
  notBefore: Date;
  notAfter: Date;
  issuedAt: Date;
  revokedAt: Date | null;
}

export interface ScheduleEntryTable {
  id: string;
  name: string;
  elementId: string;
  owner: Json<unknown>;
  action: string;
  parameters: Json<unknown>;
  bandHz: RangeText;
  selection: Json<unknown>;
  sensorIds: string[];
  startAt: Date;
  stopAt: Date | null;
  intervalSeconds: number | null;
  slotSeconds: number;
  priority: number;
  isActive: boolean;
  settings: Json<unknown>;
  toldSettings: Json<unknown> | null;
  plannedUntil: Date | null;
  nextSequence: Integer;
  createdAt: Date;
  modifiedAt: Date;
}

export interface SlotTable {
  id: string;
  radioId: string;
  span: RangeText;
}

export interface TaskTable {
  id: string;
  entryId: string;
  sequence: Integer;
  sensorId: string;
  slotId: string | null;
  state: string;
  startsAt: Date;
  slotSeconds: number;
  dispatchedAt: Date | null;
  acceptedAt: Date | null;
  runningAt: Date | null;
  decidedUnder: Generated<string>;
}

export interface FenceSerialTable {
  onlyRow: Generated<boolean>;
  last: Integer;
}

export interface TaskResultTable {
  taskId: string;
  status: string;
  code: number;
  detail: string;
  startedAt: Date | null;
  finishedAt: Date | null;
  durationSeconds: number | null;
  acquisitionId: string | null;
  recordedAt: Date;
}

export interface ObservationTable {
  sensorId: string;
  startedAt: Date;
  id: string;
  taskId: string;
  entryId: string;
  elementId: string;
  action: string;
  location: Geography;
  bandHz: RangeText;
  span: RangeText;
  metadata: Json<unknown>;
  datatype: string;
  dataBytes: Integer;
  sha512: string;
  acceptedAt: Date;
  maxStorageSeconds: number | null;
}

export interface RecordingTable {
  sensorId: string;
  startedAt: Date;
  id: string;
  data: Buffer;
}

export interface RecordingFileTable {
  sha512: string;
  dataBytes: Integer;
  referenceCount: number;
}

export interface EventTable {
  at: Date;
  xid: Generated<string>;
  sequence: Generated<number>;
  kind: string;
  elementId: string | null;
  sensorId: string | null;
  entryId: string | null;
  taskId: string | null;
  body: Json<unknown>;
}

/** The tables as Kysely sees them: camelCase here, snake_case in the database (CamelCasePlugin). */
export interface Database {
  installation: InstallationTable;
  element: ElementTable;
  elementUser: ElementUserTable;
  token: TokenTable;
  policySet: PolicySetTable;
  policySetInForce: PolicySetInForceTable;
  policySetChange: PolicySetChangeTable;
  decision: DecisionTable;
  sensor: SensorTable;
  joinToken: JoinTokenTable;
  sensorCertificate: SensorCertificateTable;
  scheduleEntry: ScheduleEntryTable;
  slot: SlotTable;
  task: TaskTable;
  taskResult: TaskResultTable;
  fenceSerial: FenceSerialTable;
  observation: ObservationTable;
  recording: RecordingTable;
  recordingFile: RecordingFileTable;
  event: EventTable;
}
