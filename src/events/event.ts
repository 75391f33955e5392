/**
 * Every state change the Manager records, by kind. The body says what is now; the envelope says what it is about.
 * Bodies are what subscribers receive, so they keep the contract's snake_case names.
 */
export type EventBody =
  | { readonly kind: 'sensor.joined'; readonly name: string }
  | { readonly kind: 'sensor.associated'; readonly association: 'new' | 'refresh'; readonly expires_at: string }
  | { readonly kind: 'sensor.disassociated'; readonly reason: string }
  | { readonly kind: 'sensor.expired' }
  | { readonly kind: 'sensor.refused'; readonly code: number; readonly reason: string }
  | { readonly kind: 'schedule.created'; readonly name: string; readonly action: string }
  | { readonly kind: 'schedule.cancelled'; readonly name: string }
  | { readonly kind: 'schedule.finished'; readonly name: string }
  | {
      readonly kind: 'task.state';
      readonly state: string;
      readonly sequence: number;
      readonly starts_at: string;
      /** Why, where there is something to say. */
      readonly detail?: string;
      /** SCOS code of a final state. */
      readonly code?: number;
    }
  | { readonly kind: 'observation.accepted'; readonly observation_id: string; readonly action: string }
  | { readonly kind: 'recording.refused'; readonly code: number; readonly detail: string }
  /** `set_by`: `<Element>:<user>`, `directory` or `restore`. */
  | { readonly kind: 'policy.in-force'; readonly hash: string; readonly set_by: string }
  | { readonly kind: 'policy.refused'; readonly faults: readonly string[] };

export type EventKind = EventBody['kind'];

/** What an event is about, for filters and for deciding who may see it. */
export interface EventSubject {
  readonly elementId?: string | undefined;
  readonly sensorId?: string | undefined;
  readonly entryId?: string | undefined;
  readonly taskId?: string | undefined;
}

/** A state change on its way into the record. */
export interface NewEvent {
  readonly at: Date;
  readonly subject: EventSubject;
  readonly body: EventBody;
}

/** A state change in the record. `position` orders all of them and resumes a reader. */
export interface RecordedEvent extends NewEvent {
  readonly position: EventPosition;
}

/** Place in the record: transaction id, then sequence; as text `<xid>-<sequence>`. */
export interface EventPosition {
  readonly xid: string;
  readonly sequence: number;
}
