// Made from openapi/ by `npm run generate`; not to be edited.
export interface paths {
    readonly "/api/v1/me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Who am I
         * @description The caller as policy sees it: user, Element, groups and roles, and what the token may be used for.
         */
        readonly get: operations["me_show"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/tokens": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List tokens
         * @description Tokens of the users of the caller's Element, without their texts.
         */
        readonly get: operations["token_list"];
        readonly put?: never;
        /**
         * Make a token
         * @description Makes a token for a user. Its text is in this answer and nowhere else, ever. It can have no scope that the
         *     user's roles do not have.
         */
        readonly post: operations["token_create"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/tokens/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Revoke a token
         * @description The token is refused from now on; one that is revoked already stays so.
         */
        readonly delete: operations["token_revoke"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/join-tokens": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Let a sensor join
         * @description Makes a token that lets one sensor agent join, once. It carries the fingerprint of the Manager's certificate
         *     authority, which the agent checks before it sends anything.
         */
        readonly post: operations["join_token_create"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/sensors": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Find sensors
         * @description Sensors in a place that can tune the whole of a band, have an action and are in a state; every part is optional.
         *     Those the caller may not discover are left out.
         */
        readonly get: operations["sensor_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/sensors/search": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Find sensors in an area
         * @description The same as `GET /api/v1/sensors` for areas that do not fit an address.
         */
        readonly post: operations["sensor_search"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/sensors/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One sensor
         * @description What the sensor can do, where it is, and whether it is there.
         */
        readonly get: operations["sensor_show"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/schedule": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List schedule entries
         * @description Requests over time that were accepted, those the caller may see, oldest first.
         */
        readonly get: operations["schedule_list"];
        readonly put?: never;
        /**
         * Ask for measurements
         * @description Asks sensors to measure, once or repeatedly. Policy decides for every sensor and occurrence before anything is
         *     planned; a refusal names the statements, the values that failed and the nearest request that would pass. Without
         *     `start` it begins as soon as possible, without `interval` it happens once. With `validate_only` the answer is the
         *     same, with status 200, and nothing is changed.
         */
        readonly post: operations["schedule_create"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/schedule/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One schedule entry
         * @description What was asked for, what policy imposed, and how far it is planned.
         */
        readonly get: operations["schedule_show"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Cancel a schedule entry
         * @description Deactivates the entry and cancels its tasks that have not ended. What was measured stays.
         */
        readonly delete: operations["schedule_cancel"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/tasks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List tasks
         * @description Occurrences of schedule entries on their sensors, with their results where they have ended.
         */
        readonly get: operations["task_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/tasks/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One task
         * @description Its state and, once it has ended, its result with the SCOS code and the acquisition.
         */
        readonly get: operations["task_show"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/acquisitions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List acquisitions
         * @description The data of runs: one entry for each task that measured something.
         */
        readonly get: operations["acquisition_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/acquisitions/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One acquisition
         * @description With its SigMF metadata.
         */
        readonly get: operations["acquisition_show"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/acquisitions/{id}/archive": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Fetch a recording
         * @description A SigMF archive: an uncompressed POSIX tar with a directory, the metadata and the dataset in it, named after the
         *     schedule entry and the number of the occurrence. The dataset is what the sensor sent, octet for octet.
         */
        readonly get: operations["acquisition_archive"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/observations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Find observations
         * @description What was measured in a place, a band and a time; every part is optional. An observation is found when it shares
         *     a frequency with `band` and a moment with `datetime`. Those the caller may not receive are left out.
         */
        readonly get: operations["observation_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/observations/search": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Find observations in an area
         * @description The same as `GET /api/v1/observations` for areas that do not fit an address.
         */
        readonly post: operations["observation_search"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/observations/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One observation
         * @description Where, when and in which band it was measured.
         */
        readonly get: operations["observation_show"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/policies": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List policies
         * @description The policies in force that the caller may administer, by namespace and name. The others are left out.
         */
        readonly get: operations["policy_list"];
        readonly put?: never;
        /**
         * Install policies
         * @description Puts what the document holds in force, whole or not at all, in every process within a second. A policy whose name is
         *     taken in its namespace is refused: replace it. Aliases and defaults take the place of those of the same name. An
         *     install that would keep its own author from administering the policies is refused unless it is forced.
         */
        readonly post: operations["policy_install"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/policies/check": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Check policies
         * @description Answers what putting the document in force would do, over policies of the same names too, and changes nothing:
         *     every fault, the warnings, the hash of the set as it would be, and whether it would lock the caller out.
         */
        readonly post: operations["policy_check"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/policies/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One policy
         * @description The document of the policy in its author's spelling, with its version as ETag.
         */
        readonly get: operations["policy_show"];
        /**
         * Replace a policy
         * @description Puts another text in the policy's place, whole or not at all. The document holds this policy and may hold aliases and
         *     defaults. `If-Match` names the version that it is to take the place of.
         */
        readonly put: operations["policy_replace"];
        readonly post?: never;
        /**
         * Withdraw a policy
         * @description Takes the policy out of the set. One that the policy directory holds comes back when its file there changes.
         */
        readonly delete: operations["policy_withdraw"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/policy-set": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The set in force
         * @description Its hash, since when and by whom, and what is wrong with the policy directory.
         */
        readonly get: operations["policy_set_show"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/policy-set/history": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The history of the set
         * @description Every change of the set in force, newest first: by whom, and what it did to the policies.
         */
        readonly get: operations["policy_set_history"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/policy-set/{hash}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A whole set
         * @description The files of a set that is or was in force, for whoever may administer every policy in it.
         */
        readonly get: operations["policy_set_files"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/decisions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List decisions
         * @description What policy decided, newest first: every denial, every decision that changed something, and reads. An Actor with
         *     Policy-administration sees those about what its policies govern, everybody else its own.
         */
        readonly get: operations["decision_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/decisions/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One decision
         * @description All that is kept of it: what was asked, what policy said and why, under which set of policies and at what time.
         *     With the set (`/api/v1/policy-set/{hash}`) it can be decided again. A refusal names its decision: the Actor that
         *     was refused may read it, too.
         */
        readonly get: operations["decision_show"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/policy-evaluations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Ask what policy would decide
         * @description Decides any request of the policy language and changes nothing: under the set in force, with drafts laid over it, or
         *     under drafts alone (`whole`). Everybody may ask for itself; another Actor's requests, and drafts over the set in
         *     force, are for those with Policy-administration. The answer says no more than the caller may know of confidential
         *     policies.
         */
        readonly post: operations["policy_evaluation_create"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Follow events
         * @description Server-sent events, one for each change of state the caller may see. `id` is a place in the record: send it back
         *     as `Last-Event-ID` (or `after`) and nothing is missed. Without either the stream begins now. A comment is sent now
         *     and then while nothing happens.
         */
        readonly get: operations["event_follow"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/livez": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Is the process alive
         * @description Answers as long as the process can answer at all. Nothing else is asked.
         */
        readonly get: operations["health_live"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/readyz": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Can it do its work
         * @description Asks the database, the policies and whatever else the Manager needs; 503 while one of them fails.
         */
        readonly get: operations["health_ready"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/metrics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Figures for Prometheus
         * @description Counters and histograms of the process, in the text format of Prometheus.
         */
        readonly get: operations["metrics_show"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * This contract
         * @description The OpenAPI document that the Manager serves by, in one piece.
         */
        readonly get: operations["contract_show"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/docs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * This contract, to read and try
         * @description A page that works without any other site.
         */
        readonly get: operations["docs_show"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/docs/{asset}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A part of that page
         * @description Script, style sheet or icon of `/docs`.
         */
        readonly get: operations["docs_asset"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/schemas/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A JSON Schema of policy files
         * @description Name `policy.schema.json` in `$schema` of a policy file, and an editor completes and checks it. Others:
         *     `alias.schema.json` (files of aliases alone), `policy-test.schema.json` (policy tests), `request.schema.json`
         *     (requests), and the parts they share: `condition`, `fields` and `terms`. They refer to each other by file name.
         */
        readonly get: operations["schema_show"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/problems/{problem}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What a problem means
         * @description The `type` of a problem document leads here.
         */
        readonly get: operations["problem_show"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Format: name
         * @description 1 to 64 octets of UTF-8, no control characters, no space at either end
         * @example fm-boulder
         */
        readonly Name: string;
        /** @description An organisation; its name is the namespace of what it owns */
        readonly Element: {
            readonly id: string;
            readonly name: components["schemas"]["Name"];
        };
        /**
         * @description What a token may be used for
         * @example sensors:read
         */
        readonly ScopeName: string;
        /** @description The caller as policy sees it */
        readonly Me: {
            readonly user: components["schemas"]["Name"];
            readonly element: components["schemas"]["Element"];
            readonly groups: readonly string[];
            readonly roles: readonly string[];
            readonly scopes: readonly components["schemas"]["ScopeName"][];
            /** @description The token that was used */
            readonly token_id: string;
        };
        /** @description One thing that is wrong, and where */
        readonly Fault: {
            /** @description Stable name of the kind of fault */
            readonly code: string;
            /** @description What is wrong, and what would be right */
            readonly detail: string;
            /** @description JSON pointer into the body, as a URI fragment */
            readonly pointer?: string;
            /** @description Name of the path, query or header parameter */
            readonly parameter?: string;
        };
        /** @description One statement that stood in the way */
        readonly DenialReason: {
            /** @description Namespace and name of the policy */
            readonly policy: string;
            /** @description StatementId */
            readonly statement: string;
            /** @description What its author says of it */
            readonly description?: string;
            readonly detail: string;
            /** @description The values that failed */
            readonly values: readonly {
                readonly field: string;
                /** @description What the request has; absent where it has none */
                readonly actual?: unknown;
                readonly operator?: string;
                /** @description What the statement asks for */
                readonly limit?: unknown;
                readonly unit?: string;
            }[];
        };
        /**
         * Format: uuid
         * @description UUID
         * @example 019a9f3e-7c00-7000-8000-000000000001
         */
        readonly Id: string;
        /**
         * Format: date-time
         * @description RFC 3339 with an offset, from 1970 to 2199; finer than a millisecond is cut off
         * @example 2026-11-20T12:00:00Z
         */
        readonly Instant: string;
        /** @description A wanted slot that is taken */
        readonly SlotConflict: {
            readonly sensor_id: components["schemas"]["Id"];
            readonly sensor_name: components["schemas"]["Name"];
            readonly start: components["schemas"]["Instant"];
            readonly stop: components["schemas"]["Instant"];
            /** @description The earliest start at which the same slot is free */
            readonly next_free: components["schemas"]["Instant"] | null;
        };
        /** @description An error (RFC 9457) */
        readonly Problem: {
            /**
             * Format: uri-reference
             * @description Kind of problem; a page that says more
             */
            readonly type: string;
            /** @description The kind of problem in words */
            readonly title: string;
            /** @description The HTTP status */
            readonly status: number;
            /** @description What is wrong this time */
            readonly detail?: string;
            /** @description This occurrence; the log of the Manager shares the id */
            readonly instance: string;
            /** @description Every fault, the first 50 of them */
            readonly errors?: readonly components["schemas"]["Fault"][];
            /** @description SCOS response code, where one applies */
            readonly scos_code?: number;
            /** @description The kept decision that refused */
            readonly decision_id?: string;
            /** @description Why policy refused, such as `explicit-deny` */
            readonly reason?: string;
            /** @description The statements that stood in the way; empty where they are confidential */
            readonly reasons?: readonly components["schemas"]["DenialReason"][];
            /** @description The nearest request that would be permitted, in the words of the policy language */
            readonly nearest?: unknown;
            /** @description Hash of the policies in force, for callers who may administer them */
            readonly policy_set?: string;
            readonly conflicts?: readonly components["schemas"]["SlotConflict"][];
            /** @description Sensors that were considered, and why each was not taken */
            readonly rejected?: readonly {
                readonly sensor: string;
                readonly reason: string;
            }[];
        };
        /**
         * @description Where the next page begins; opaque
         * @example MDE5YTlmM2U3YzAw
         */
        readonly Cursor: string;
        /** @example 4fK0qZr81bTzQ */
        readonly TokenId: string;
        /** @description A token, without its text */
        readonly Token: {
            readonly id: components["schemas"]["TokenId"];
            readonly user: components["schemas"]["Name"];
            readonly scopes: readonly components["schemas"]["ScopeName"][];
            readonly created_at: components["schemas"]["Instant"];
            /** @description Null where it never expires */
            readonly expires_at: components["schemas"]["Instant"] | null;
            /** @description Null while it is good */
            readonly revoked_at: components["schemas"]["Instant"] | null;
        };
        /** @description Gives the next page; null on the last */
        readonly NextCursor: components["schemas"]["Cursor"] | null;
        readonly TokenPage: {
            readonly items: readonly components["schemas"]["Token"][];
            readonly next_cursor: components["schemas"]["NextCursor"];
        };
        readonly TokenRequest: {
            readonly user: components["schemas"]["Name"];
            /** @description Fewer than the user's roles allow; absent, all of them */
            readonly scopes?: readonly components["schemas"]["ScopeName"][];
            readonly expires_at?: components["schemas"]["Instant"];
        };
        /** @description A token and its text, which is shown this once */
        readonly NewToken: {
            readonly id: components["schemas"]["TokenId"];
            readonly user: components["schemas"]["Name"];
            readonly scopes: readonly components["schemas"]["ScopeName"][];
            readonly created_at: components["schemas"]["Instant"];
            /** @description Null where it never expires */
            readonly expires_at: components["schemas"]["Instant"] | null;
            /** @description Null while it is good */
            readonly revoked_at: components["schemas"]["Instant"] | null;
            /** @description The text to send as `Authorization: Bearer …` */
            readonly token: string;
        };
        readonly JoinTokenRequest: {
            /**
             * Format: name
             * @description The only name the sensor may join under; absent, the agent chooses
             */
            readonly sensor_name?: string;
            /**
             * @description For how long it may be used
             * @default 3600
             */
            readonly ttl_seconds?: number;
        };
        /** @description Lets one sensor agent join, once */
        readonly JoinToken: {
            readonly id: string;
            /** @description What `clearband-agent join --token` takes */
            readonly token: string;
            readonly sensor_name: string | null;
            readonly expires_at: components["schemas"]["Instant"];
        };
        /**
         * Format: name
         * @description Name of an action, such as `m4s`, `iq` or `sweep`; a sensor lists its own
         * @example m4s
         */
        readonly ActionName: string;
        /**
         * @description `joined` has never associated; `expired` is an association whose time ran out
         * @enum {string}
         */
        readonly AssociationState: "joined" | "associated" | "expired" | "disassociated";
        /**
         * @description A place on WGS 84
         * @example {
         *       "latitude": 39.995,
         *       "longitude": -105.262,
         *       "altitude_m": null
         *     }
         */
        readonly Location: {
            /** @description Degrees north */
            readonly latitude: number;
            /** @description Degrees east */
            readonly longitude: number;
            /** @description Metres above the ellipsoid; null where it is not known */
            readonly altitude_m: number | null;
        };
        /** @description Whether the sensor is there to be tasked */
        readonly Association: {
            readonly state: components["schemas"]["AssociationState"];
            readonly since: components["schemas"]["Instant"] | null;
            readonly expires_at: components["schemas"]["Instant"] | null;
        };
        /**
         * @description A band of frequencies, `[start_hz, stop_hz)`
         * @example {
         *       "start_hz": 88000000,
         *       "stop_hz": 108000000
         *     }
         */
        readonly Band: {
            /** @description Lower edge, Hz */
            readonly start_hz: number;
            /** @description Upper edge, Hz */
            readonly stop_hz: number;
        };
        /** @description From the least to the greatest value */
        readonly Range: {
            readonly min: number;
            readonly max: number;
        };
        readonly Antenna: {
            readonly model: string;
            readonly type: string;
            readonly gain_dbi: number | null;
            readonly polarization: string | null;
            readonly azimuth_deg: number | null;
            readonly elevation_deg: number | null;
            readonly cable_loss_db: number | null;
        };
        /** @description An item of metadata class A (factory), B (current status) or C (with data) */
        readonly MetadataItem: {
            readonly name: string;
            /** @enum {unknown} */
            readonly class: "A" | "B" | "C";
            /** @enum {unknown} */
            readonly type: "string" | "float" | "int" | "boolean";
            readonly editable: boolean;
            readonly content: string;
        };
        /** @description What the sensor can do, as its agent published it */
        readonly Capability: {
            readonly model: string;
            readonly driver: string;
            readonly tunable_bands: readonly components["schemas"]["Band"][];
            readonly sample_rate_hz: components["schemas"]["Range"];
            readonly gain_db: components["schemas"]["Range"];
            readonly resolution_hz: components["schemas"]["Range"];
            readonly actions: readonly {
                readonly name: components["schemas"]["ActionName"];
                readonly description: string;
            }[];
            readonly antennas: readonly components["schemas"]["Antenna"][];
            readonly gps_available: boolean;
            readonly noise_figure_db: number | null;
            readonly adc_bits: number;
            /** @description True when the radio is not a radio */
            readonly simulated: boolean;
            readonly metadata: readonly components["schemas"]["MetadataItem"][];
            /** @description Room for recordings that wait */
            readonly spool_bytes: number;
        };
        /** @description The agent's own account of itself, from its last heartbeat */
        readonly AgentStatus: {
            readonly running_task_id: string | null;
            readonly spooled_recordings: number;
            readonly spooled_bytes: number;
            /** @description Kept for their operator */
            readonly refused_recordings: number;
            readonly uptime_seconds: number;
            readonly free_bytes: number;
        };
        readonly Sensor: {
            readonly id: components["schemas"]["Id"];
            readonly name: components["schemas"]["Name"];
            readonly element: components["schemas"]["Element"];
            readonly groups: readonly string[];
            /** @description Null where it is not known */
            readonly location: components["schemas"]["Location"] | null;
            readonly mobile: boolean;
            readonly association: components["schemas"]["Association"];
            /** @description Null until its agent has published it */
            readonly capability: components["schemas"]["Capability"] | null;
            readonly capability_at: components["schemas"]["Instant"] | null;
            readonly agent_version: string | null;
            readonly last_seen_at: components["schemas"]["Instant"] | null;
            readonly status: components["schemas"]["AgentStatus"] | null;
            readonly created_at: components["schemas"]["Instant"];
        };
        readonly SensorPage: {
            readonly items: readonly components["schemas"]["Sensor"][];
            readonly next_cursor: components["schemas"]["NextCursor"];
        };
        /** @description Longitude and latitude, degrees */
        readonly Position: readonly number[];
        /**
         * @description A GeoJSON Polygon or MultiPolygon (`type`, `coordinates`), or a `circle`, spelled as in policies; at most 2000 positions in all. Rings are closed and do not cross themselves; longitudes beyond ±180 may carry a ring across the antimeridian.
         * @example {
         *       "circle": {
         *         "center": [
         *           -105.262,
         *           39.995
         *         ],
         *         "radius": "50 km"
         *       }
         *     }
         */
        readonly Area: {
            /**
             * @description With `coordinates`
             * @enum {unknown}
             */
            readonly type?: "Polygon" | "MultiPolygon";
            /** @description Rings of positions `[longitude, latitude]` for a Polygon, a list of such polygons for a MultiPolygon */
            readonly coordinates?: readonly (readonly (readonly unknown[])[])[];
            /** @description All places at most `radius` from `center` */
            readonly circle?: {
                readonly center: components["schemas"]["Position"];
                /**
                 * @description A length with its unit
                 * @example 30 km
                 */
                readonly radius: string;
            };
        };
        /** @description Every part that is given must hold */
        readonly SensorSearch: {
            readonly area?: components["schemas"]["Area"];
            readonly band?: components["schemas"]["Band"];
            readonly action?: components["schemas"]["ActionName"];
            readonly status?: components["schemas"]["AssociationState"];
            /** @default 100 */
            readonly limit?: number;
            readonly cursor?: components["schemas"]["Cursor"];
        };
        /** @description Who was asked for */
        readonly Selection: {
            readonly sensors: readonly components["schemas"]["Id"][] | null;
            readonly area: components["schemas"]["Area"] | null;
            readonly count: number | null;
        };
        /** @description A request that was accepted; each of its occurrences on each sensor is a task */
        readonly ScheduleEntry: {
            readonly id: components["schemas"]["Id"];
            readonly name: components["schemas"]["Name"];
            readonly owner: {
                readonly user: components["schemas"]["Name"];
                /** @description Name of the Element */
                readonly element: string;
            };
            readonly action: components["schemas"]["ActionName"];
            /** @description Complete: defaults are filled in */
            readonly parameters: {
                readonly [key: string]: unknown;
            };
            /** @description The whole captured span, which is what policy decided on */
            readonly band: components["schemas"]["Band"];
            readonly selection: components["schemas"]["Selection"];
            /** @description Those that measure */
            readonly sensor_ids: readonly components["schemas"]["Id"][];
            readonly start: components["schemas"]["Instant"];
            readonly stop: components["schemas"]["Instant"] | null;
            /** @description Seconds */
            readonly interval: number | null;
            /** @description Seconds */
            readonly slot: number;
            readonly priority: number;
            /** @description False when it was cancelled or has no occurrence left */
            readonly is_active: boolean;
            /** @description What policy imposes, in base units */
            readonly settings: {
                readonly [key: string]: number | boolean | string;
            };
            /** @description Occurrences before this instant have their slots */
            readonly planned_until: components["schemas"]["Instant"] | null;
            readonly created_at: components["schemas"]["Instant"];
            readonly modified_at: components["schemas"]["Instant"];
        };
        readonly SchedulePage: {
            readonly items: readonly components["schemas"]["ScheduleEntry"][];
            readonly next_cursor: components["schemas"]["NextCursor"];
        };
        /**
         * @description What to measure. The action says which of these it takes; it refuses any other.
         *     - `m4s`: `center_hz`, `sample_rate_hz`, `fft_size`, `fft_count`, `gain_db`, `settle_ms`
         *     - `iq`: `center_hz`, `sample_rate_hz`, `duration_ms`, `gain_db`, `settle_ms`
         *     - `sweep`: `start_hz`, `stop_hz`, `sample_rate_hz`, `fft_size`, `fft_count`, `gain_db`, `settle_ms`
         * @example {
         *       "center_hz": 98000000,
         *       "sample_rate_hz": 10240000,
         *       "fft_size": 1024,
         *       "fft_count": 300
         *     }
         */
        readonly ActionParameters: {
            /** @description Centre of the captured span, Hz */
            readonly center_hz?: number;
            /** @description Lower edge of a sweep, Hz */
            readonly start_hz?: number;
            /** @description Upper edge of a sweep, Hz, not part of it */
            readonly stop_hz?: number;
            /** @description Complex samples a second; the captured span is as wide */
            readonly sample_rate_hz?: number;
            /** @description Points of a spectrum, a power of two; 1024 unless given */
            readonly fft_size?: number;
            /** @description Spectra that the statistics are made of; 300 unless given */
            readonly fft_count?: number;
            /** @description Length of an I/Q capture, ms */
            readonly duration_ms?: number;
            /** @description Gain of the receiver, dB; 40 unless given */
            readonly gain_db?: number;
            /** @description What to discard after tuning, ms */
            readonly settle_ms?: number;
        } & {
            readonly [key: string]: number | string | boolean;
        };
        /** @description What to measure, by whom and when */
        readonly ScheduleRequest: {
            readonly name: components["schemas"]["Name"];
            readonly action: components["schemas"]["ActionName"];
            readonly parameters?: components["schemas"]["ActionParameters"];
            /** @description These sensors */
            readonly sensors?: readonly components["schemas"]["Id"][];
            readonly area?: components["schemas"]["Area"];
            /** @description How many sensors of `area`; 1 unless given */
            readonly count?: number;
            /** @description Absent: as soon as possible */
            readonly start?: components["schemas"]["Instant"];
            /** @description No occurrence starts then or later; absent: until cancelled */
            readonly stop?: components["schemas"]["Instant"];
            /** @description The same, in seconds after the start */
            readonly relative_stop?: number;
            /** @description Seconds from one occurrence to the next; absent, there is one */
            readonly interval?: number;
            /** @description Seconds to hold the radio for; absent, as long as the action or policy needs */
            readonly slot?: number;
            /**
             * @description Lower is more urgent
             * @default 10
             */
            readonly priority?: number;
            /**
             * @description Answer as if, and change nothing
             * @default false
             */
            readonly validate_only?: boolean;
        } & (unknown | unknown);
        /** @enum {string} */
        readonly TaskState: "planned" | "dispatched" | "accepted" | "running" | "completed" | "incomplete" | "failed" | "rejected" | "missed" | "cancelled";
        /** @description How the task ended */
        readonly TaskResult: {
            /** @enum {string} */
            readonly status: "completed" | "incomplete" | "failed" | "rejected" | "missed" | "cancelled";
            /** @description SCOS response code, 0 for success */
            readonly code: number;
            readonly detail: string;
            readonly started: components["schemas"]["Instant"] | null;
            readonly finished: components["schemas"]["Instant"] | null;
            /** @description Seconds */
            readonly duration: number | null;
            /** @description What it measured, once stored */
            readonly acquisition_id: components["schemas"]["Id"] | null;
            readonly recorded_at: components["schemas"]["Instant"];
        };
        /** @description One occurrence of a schedule entry on one sensor */
        readonly Task: {
            readonly id: components["schemas"]["Id"];
            readonly schedule_entry_id: components["schemas"]["Id"];
            readonly schedule_entry: components["schemas"]["Name"];
            /** @description Number of the occurrence */
            readonly sequence: number;
            readonly sensor_id: components["schemas"]["Id"];
            readonly sensor: components["schemas"]["Name"];
            readonly state: components["schemas"]["TaskState"];
            readonly starts_at: components["schemas"]["Instant"];
            /** @description Seconds */
            readonly slot: number;
            /** @description Null until it has ended */
            readonly result: components["schemas"]["TaskResult"] | null;
        };
        readonly TaskPage: {
            readonly items: readonly components["schemas"]["Task"][];
            readonly next_cursor: components["schemas"]["NextCursor"];
        };
        /** @description The data of one run */
        readonly Acquisition: {
            readonly id: components["schemas"]["Id"];
            readonly task_id: components["schemas"]["Id"];
            readonly schedule_entry_id: components["schemas"]["Id"];
            readonly schedule_entry: components["schemas"]["Name"];
            readonly sequence: number;
            readonly sensor_id: components["schemas"]["Id"];
            readonly sensor: components["schemas"]["Name"];
            readonly action: components["schemas"]["ActionName"];
            readonly started_at: components["schemas"]["Instant"];
            readonly stopped_at: components["schemas"]["Instant"];
            /**
             * @description SigMF core:datatype
             * @example rf32_le
             */
            readonly datatype: string;
            readonly data_bytes: number;
            /** @description Of the dataset */
            readonly sha512: string;
            readonly accepted_at: components["schemas"]["Instant"];
            /**
             * Format: uri-reference
             * @description Where to fetch it
             */
            readonly archive: string;
        };
        readonly AcquisitionPage: {
            readonly items: readonly components["schemas"]["Acquisition"][];
            readonly next_cursor: components["schemas"]["NextCursor"];
        };
        /** @description SigMF 1.2 metadata with the ntia extensions */
        readonly SigmfMetadata: {
            readonly global: {
                readonly [key: string]: unknown;
            };
            readonly captures: readonly {
                readonly [key: string]: unknown;
            }[];
            readonly annotations: readonly {
                readonly [key: string]: unknown;
            }[];
        };
        /** @description The data of one run, with its metadata */
        readonly AcquisitionWithMetadata: {
            readonly id: components["schemas"]["Id"];
            readonly task_id: components["schemas"]["Id"];
            readonly schedule_entry_id: components["schemas"]["Id"];
            readonly schedule_entry: components["schemas"]["Name"];
            readonly sequence: number;
            readonly sensor_id: components["schemas"]["Id"];
            readonly sensor: components["schemas"]["Name"];
            readonly action: components["schemas"]["ActionName"];
            readonly started_at: components["schemas"]["Instant"];
            readonly stopped_at: components["schemas"]["Instant"];
            /**
             * @description SigMF core:datatype
             * @example rf32_le
             */
            readonly datatype: string;
            readonly data_bytes: number;
            /** @description Of the dataset */
            readonly sha512: string;
            readonly accepted_at: components["schemas"]["Instant"];
            /**
             * Format: uri-reference
             * @description Where to fetch it
             */
            readonly archive: string;
            readonly metadata: components["schemas"]["SigmfMetadata"];
        };
        /**
         * Format: interval
         * @description An instant, or `start/stop`; `..` leaves an end open
         * @example 2026-11-20T00:00:00Z/..
         */
        readonly Interval: string;
        /** @description An acquisition that was checked against its task, located and stored */
        readonly Observation: {
            readonly id: components["schemas"]["Id"];
            readonly acquisition_id: components["schemas"]["Id"];
            readonly task_id: components["schemas"]["Id"];
            readonly schedule_entry_id: components["schemas"]["Id"];
            readonly sensor_id: components["schemas"]["Id"];
            readonly sensor: components["schemas"]["Name"];
            readonly element: components["schemas"]["Name"];
            readonly action: components["schemas"]["ActionName"];
            readonly location: components["schemas"]["Location"];
            /** @description What was captured */
            readonly band: components["schemas"]["Band"];
            readonly started_at: components["schemas"]["Instant"];
            readonly stopped_at: components["schemas"]["Instant"];
            readonly datatype: string;
            readonly data_bytes: number;
            readonly accepted_at: components["schemas"]["Instant"];
            /**
             * Format: uri-reference
             * @description Where to fetch its recording
             */
            readonly archive: string;
        };
        readonly ObservationPage: {
            readonly items: readonly components["schemas"]["Observation"][];
            readonly next_cursor: components["schemas"]["NextCursor"];
        };
        /** @description Every part that is given must hold */
        readonly ObservationSearch: {
            readonly area?: components["schemas"]["Area"];
            readonly band?: components["schemas"]["Band"];
            readonly datetime?: components["schemas"]["Interval"];
            readonly sensor?: components["schemas"]["Id"];
            readonly task?: components["schemas"]["Id"];
            readonly action?: components["schemas"]["ActionName"];
            /** @default 100 */
            readonly limit?: number;
            readonly cursor?: components["schemas"]["Cursor"];
        };
        /** @example Radio-astronomy-protection */
        readonly PolicyName: string;
        /** @enum {string} */
        readonly PolicyScope: "sensing-management" | "sensing-data-management" | "sensor-management";
        /** @enum {string} */
        readonly PolicyType: "SSM-Policy" | "SSD-Policy" | "SDM-Policy" | "SPU-Policy" | "SPA-Policy";
        /**
         * @description PolicyID; a policy of this namespace and name always has it
         * @example 2f0d1a1e8a0c4b5f9d3c6b7a80919293
         */
        readonly PolicyId: string;
        /**
         * @description Who wrote it last, the policy directory or somebody through the API
         * @enum {string}
         */
        readonly PolicyOrigin: "directory" | "api";
        /** @description A policy in force, without its statements */
        readonly Policy: {
            readonly id: components["schemas"]["PolicyId"];
            readonly namespace: components["schemas"]["PolicyName"];
            readonly name: components["schemas"]["PolicyName"];
            readonly type: components["schemas"]["PolicyType"];
            readonly scope: components["schemas"]["PolicyScope"];
            /** @description Why it exists */
            readonly description: string;
            /** @description The whole policy, or one of its statements */
            readonly confidential: boolean;
            /** @description How many it has */
            readonly statements: number;
            /** @description What `If-Match` takes */
            readonly etag: string;
            readonly origin: components["schemas"]["PolicyOrigin"];
            /** @description The file of the set that it stands in */
            readonly file: string;
        };
        readonly PolicyPage: {
            readonly items: readonly components["schemas"]["Policy"][];
            readonly next_cursor: components["schemas"]["NextCursor"];
        };
        /** @description A document of the policy language: any of `Policy` (one), `Policies` (many), `Aliases` and `Defaults`, with the `namespace` of its aliases. `/schemas/policy.schema.json` describes every keyword; the spellings of the drafts are taken too, so the contract leaves its contents to the language. */
        readonly PolicyDocument: {
            readonly [key: string]: unknown;
        };
        /**
         * @description SHA-256 over what a set of policies means; another spelling of the same has the same
         * @example 6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b
         */
        readonly PolicySetHash: string;
        /** @description A policy by its name; it need not be in force any more */
        readonly PolicyRef: {
            readonly id: components["schemas"]["PolicyId"];
            readonly namespace: components["schemas"]["PolicyName"];
            readonly name: components["schemas"]["PolicyName"];
        };
        /** @description What changed in meaning; those that the caller may see */
        readonly PolicySummary: {
            readonly added: readonly components["schemas"]["PolicyRef"][];
            readonly changed: readonly components["schemas"]["PolicyRef"][];
            readonly withdrawn: readonly components["schemas"]["PolicyRef"][];
            /** @description Had been installed through the API and gave way to a newer text of the policy directory */
            readonly superseded: readonly components["schemas"]["PolicyRef"][];
            /** @description Aliases that came, went or changed, `<namespace>:<name>` */
            readonly aliases: readonly string[];
            readonly defaults_changed: boolean;
        };
        /** @description Something that is no fault and may not be meant */
        readonly PolicyWarning: {
            readonly code: string;
            readonly detail: string;
            /** @description File */
            readonly path: string;
            /** @description JSON pointer into the file, as a URI fragment */
            readonly pointer: string;
            readonly line?: number;
            readonly column?: number;
        };
        /** @description A change that is in force now */
        readonly PolicyChange: {
            /** @description The hash of the set; null where the set holds confidential policies that the caller may not see, since it changes with them */
            readonly policy_set: components["schemas"]["PolicySetHash"] | null;
            /** @description The hash of the set before; null as `policy_set` */
            readonly policy_set_before: components["schemas"]["PolicySetHash"] | null;
            readonly summary: components["schemas"]["PolicySummary"];
            /** @description The policies of the document, as they are now */
            readonly items: readonly components["schemas"]["Policy"][];
            readonly warnings: readonly components["schemas"]["PolicyWarning"][];
        };
        /** @description What a change would do */
        readonly PolicyCheck: {
            /** @description It would be put in force, unless it locks its author out */
            readonly ok: boolean;
            /** @description Every fault; empty when `ok` */
            readonly faults: readonly components["schemas"]["Fault"][];
            readonly warnings: readonly components["schemas"]["PolicyWarning"][];
            /** @description The hash of the set as it would be; null with faults, and where confidential policies are hidden from the caller */
            readonly policy_set: components["schemas"]["PolicySetHash"] | null;
            /** @description The hash of the set in force; null as `policy_set` */
            readonly policy_set_before: components["schemas"]["PolicySetHash"] | null;
            /** @description What would change; null with faults */
            readonly summary: components["schemas"]["PolicySummary"] | null;
            /** @description Resources that the caller could not administer any more, with ` from <instant>` where only later; an install with any needs `force=true` */
            readonly locks_out: readonly string[];
        };
        /** @description A policy in its author's spelling, with its `PolicyID`; what `PUT` takes */
        readonly OnePolicyDocument: {
            /** @constant */
            readonly Version: "2017-02-15";
            readonly Policy: {
                readonly [key: string]: unknown;
            };
        };
        /** @description How the set in force stands */
        readonly PolicySetOverview: {
            /** @description Null where the set holds confidential policies that the caller may not see, since it changes with them */
            readonly hash: components["schemas"]["PolicySetHash"] | null;
            readonly since: components["schemas"]["Instant"];
            /** @description `<Element>:<user>`, `directory` or `restore` */
            readonly set_by: string;
            /** @description Counts the changes of what is stored */
            readonly revision: number;
            /** @description But for confidential ones that the caller may not see */
            readonly policies: number;
            /** @description Those of these policies */
            readonly statements: number;
            readonly aliases: number;
            /** @description What is wrong with the policy directory or the set; null when all is well */
            readonly problem: string | null;
            readonly warnings: readonly components["schemas"]["PolicyWarning"][];
        };
        /** @description One change of the set in force */
        readonly PolicySetChange: {
            /** @description The revision since this change */
            readonly id: string;
            /** @description Null where the set in force holds confidential policies that the caller may not see */
            readonly hash: components["schemas"]["PolicySetHash"] | null;
            /** @description Null for the first set, and as `hash` */
            readonly hash_before: components["schemas"]["PolicySetHash"] | null;
            readonly at: components["schemas"]["Instant"];
            /** @description `<Element>:<user>`, `directory` or `restore` */
            readonly set_by: string;
            /** @enum {string} */
            readonly kind: "import" | "install" | "replace" | "withdraw" | "restore";
            /** @description The lock-out protection was overruled */
            readonly forced: boolean;
            /** @description Of a restore, the change whose set came back */
            readonly restored: string | null;
            readonly summary: components["schemas"]["PolicySummary"];
        };
        readonly PolicySetChangePage: {
            readonly items: readonly components["schemas"]["PolicySetChange"][];
            readonly next_cursor: components["schemas"]["NextCursor"];
        };
        /** @description A whole set, so that what was decided under it can be decided again */
        readonly PolicySetFiles: {
            readonly hash: components["schemas"]["PolicySetHash"];
            readonly files: readonly {
                readonly path: string;
                /** @description As its author wrote it */
                readonly text: string;
                readonly origin: components["schemas"]["PolicyOrigin"];
            }[];
        };
        /**
         * @description What was decided
         * @enum {string}
         */
        readonly Outcome: "Permit" | "Deny";
        /**
         * @description A statement: `<namespace>:<policy>#<StatementId>`
         * @example global:Radio-astronomy-protection#green-bank-1400
         */
        readonly StatementName: string;
        /**
         * @description `permit`; for a denial, from the strongest to the weakest, `explicit-deny`, `constraint-violation`, `indeterminate-deny`, `no-accept-actor`, `no-accept-resource`, `invalid-request`, or `no-policy-set`; for a list that was read, how many things it showed; `evaluation` for a question to policy
         * @example explicit-deny
         */
        readonly DenialReasonName: string;
        /**
         * @description What policy imposes, by lower-case attribute name; quantities in base units (Hz, s, dBm)
         * @example {
         *       "min-sensing-slot-duration": 1
         *     }
         */
        readonly Settings: {
            readonly [key: string]: number | boolean | string;
        };
        /** @description A kept decision. Of statements that are confidential to the reader only the code is shown; a reader who may not administer the policies of the set is not told which set it was. */
        readonly Decision: {
            readonly id: components["schemas"]["Id"];
            readonly at: components["schemas"]["Instant"];
            /** @description Operation of this contract, or a step of the Manager itself: `dispatch`, `intake` … */
            readonly operation: string;
            /** @description Who asked: `<Element>:<user>`, or a sensor */
            readonly actor: string;
            /** @enum {string} */
            readonly scope: "sensing-management" | "sensing-data-management" | "sensor-management";
            /** @description SCOS-Task of the operation */
            readonly scos_task: string;
            /** @description What it was about; null for a read of many things */
            readonly resource: string | null;
            readonly outcome: components["schemas"]["Outcome"];
            readonly reason: components["schemas"]["DenialReasonName"];
            /** @description SCOS response code, 0 for a permit */
            readonly code: number;
            /** @description Those that matched */
            readonly statements: readonly components["schemas"]["StatementName"][];
            /** @description What the permit imposed; null for a denial and for a read of many things */
            readonly set: components["schemas"]["Settings"] | null;
            /** @description What stood in the way; null for a permit */
            readonly because: readonly components["schemas"]["DenialReason"][] | null;
            /** @description All that policy was asked, with the time used, in the words of the policy language; null for a read of many things */
            readonly request: unknown;
            /** @description Hash of the policies that decided, empty where there were none; null for a reader who may not know it */
            readonly policy_set: string | null;
        };
        readonly DecisionPage: {
            readonly items: readonly components["schemas"]["Decision"][];
            readonly next_cursor: components["schemas"]["NextCursor"];
        };
        /** @description A question to policy that nothing follows from */
        readonly PolicyEvaluationRequest: {
            /** @description The request, in the JSON form of the policy language. Without an actor it is the caller's own, without a time it is for now. What is no request is denied as `invalid-request`. */
            readonly request: unknown;
            /** @description Policy documents to decide under, laid over the set in force: every policy, alias and default takes the place of the one of the same namespace and name. */
            readonly drafts?: readonly Record<string, never>[];
            /**
             * @description The drafts alone are the set
             * @default false
             */
            readonly whole?: boolean;
            /**
             * @description Say of each statement why it decided or did not, and what would be permitted
             * @default false
             */
            readonly explain?: boolean;
        };
        /** @description What has to be done along with the answer */
        readonly Obligation: {
            /** @enum {string} */
            readonly action: "transmit-sensing-data" | "store-sensing-data" | "discard-sensing-data";
            readonly statement: components["schemas"]["StatementName"];
            /** @description As the statement names them */
            readonly resources: readonly string[];
            /** @description As the statement names them */
            readonly tasks: readonly string[];
        };
        /** @description The first thing that kept a statement from matching, and what it was held against */
        readonly Culprit: {
            /** @description The part of the statement: `actor`, `frequency`, `condition` … */
            readonly part: string;
            readonly field: string;
            /** @description What the request has; absent where it has none */
            readonly actual?: unknown;
            readonly operator: string;
            /** @description What the statement asks for */
            readonly limit?: unknown;
            readonly unit?: string;
            readonly detail: string;
        };
        readonly ExplainedStatement: {
            readonly statement: components["schemas"]["StatementName"];
            /** @description Its Policy-Action */
            readonly action: string;
            /** @enum {string} */
            readonly effect: "permit" | "deny" | "set";
            /** @description What its author says of it */
            readonly description: string;
            readonly confidential: boolean;
            /**
             * @description Whether it matches some piece of the request
             * @enum {string}
             */
            readonly matches: "yes" | "no" | "unknown";
            /** @description It does not say the same of every piece */
            readonly in_part: boolean;
            /** @description Steps that a permit counts for */
            readonly steps: readonly ("actor" | "resource")[];
            readonly failed?: components["schemas"]["Culprit"];
        };
        /** @description What led to the decision, statement by statement; withheld where it would tell of confidential statements */
        readonly Explanation: {
            readonly statements: readonly components["schemas"]["ExplainedStatement"][];
            /** @description Who accepted at each step */
            readonly steps: readonly {
                /** @enum {string} */
                readonly step: "actor" | "resource";
                readonly by: readonly components["schemas"]["StatementName"][];
                /** @enum {string} */
                readonly accepted: "statements" | "default" | "nobody";
            }[];
            /** @description What is imposed, or would be */
            readonly settings: readonly {
                readonly attribute: string;
                readonly value: number | boolean | string;
                readonly unit?: string;
                readonly by: readonly components["schemas"]["StatementName"][];
                /** @description Statements that want another value of a switch */
                readonly against: readonly components["schemas"]["StatementName"][];
            }[];
            /** @description The pieces of the request, where policy does not say the same of all of it */
            readonly pieces: readonly {
                readonly band?: {
                    /** @description Hz */
                    readonly min: number;
                    /** @description Hz */
                    readonly max: number;
                };
                /** @description The instant at which it begins */
                readonly from?: string;
                readonly reasons: readonly string[];
                readonly by: readonly components["schemas"]["StatementName"][];
            }[];
            /** @description The nearest request that would be permitted, for a denial */
            readonly nearest?: {
                /** @description In the words of the policy language; absent when none was found */
                readonly request?: unknown;
                /** @description In what it differs */
                readonly changes: readonly {
                    /** @enum {string} */
                    readonly kind: "limits" | "band" | "start" | "sensor";
                    readonly field: string;
                    readonly from: string;
                    readonly to: string;
                }[];
                /** @description False when far candidates were not looked at */
                readonly complete: boolean;
            };
        };
        /** @description What policy says, as far as the caller may know */
        readonly PolicyEvaluation: {
            readonly decision: components["schemas"]["Outcome"];
            readonly reason: components["schemas"]["DenialReasonName"];
            /** @description SCOS response code, 0 for a permit */
            readonly code: number;
            /** @description Statements that matched */
            readonly matched: readonly components["schemas"]["StatementName"][];
            /** @description What would be imposed; null when nothing is */
            readonly set: components["schemas"]["Settings"] | null;
            readonly obligations: readonly components["schemas"]["Obligation"][];
            /** @description Whether the reports of the request amount to an occupied band; null when that can not be said */
            readonly occupied: boolean | null;
            /** @description Steps at which only a default accepted */
            readonly defaults: readonly ("actor" | "resource")[];
            /** @description What stands in the way */
            readonly because: readonly components["schemas"]["DenialReason"][];
            /** @description What was decided, actor and time filled in, in the words of the policy language; null when what was sent is no request */
            readonly request: unknown;
            readonly explanation?: components["schemas"]["Explanation"];
            /** @description With `explain`: the nearest request that would be permitted, in the words of the policy language */
            readonly nearest?: unknown;
            /** @description Hash of the policies that decided, for callers who may administer them */
            readonly policy_set?: string;
        };
        /**
         * @description Place of an event in the record
         * @example 4711-12
         */
        readonly EventId: string;
        /** @description The `data` of a server-sent event: what it is about, and what is now. Further members depend on the kind. */
        readonly Event: {
            readonly id: components["schemas"]["EventId"];
            readonly at: components["schemas"]["Instant"];
            /** @example task.state */
            readonly kind: string;
            readonly sensor_id?: components["schemas"]["Id"];
            readonly schedule_entry_id?: components["schemas"]["Id"];
            readonly task_id?: components["schemas"]["Id"];
        } & {
            readonly [key: string]: unknown;
        };
        readonly Liveness: {
            /** @constant */
            readonly live: true;
        };
        /** @description Whether the Manager can do its work, and what is wrong where it can't */
        readonly Readiness: {
            readonly ready: boolean;
            readonly checks: readonly {
                readonly name: string;
                readonly ok: boolean;
                readonly detail: string;
            }[];
        };
        /** @description What a kind of problem means */
        readonly ProblemPage: {
            readonly type: string;
            readonly title: string;
            readonly status: number;
            readonly description: string;
        };
    };
    responses: {
        /** @description No token, or one that is not good */
        readonly Unauthorized: {
            headers: {
                /** @description How to authenticate */
                readonly "WWW-Authenticate"?: string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A fault of the Manager; its log shares the `instance` */
        readonly ServerError: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something the Manager needs is away for now */
        readonly Unavailable: {
            headers: {
                /** @description Seconds after which to ask again */
                readonly "Retry-After"?: number;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no room left; nothing was kept */
        readonly StorageFull: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something in the request is malformed; `errors` names every fault */
        readonly BadRequest: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The role or the token does not allow it, or policy denies it */
        readonly Forbidden: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing, or it must not be known to exist */
        readonly NotFound: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It collides with what is there */
        readonly Conflict: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than the Manager takes */
        readonly TooLarge: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not JSON */
        readonly WrongMediaType: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is well-formed and means nothing that can be done */
        readonly Unprocessable: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It changed since it was read */
        readonly Stale: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The change must name the version that it is for */
        readonly VersionRequired: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description At most so many items
         * @example 10
         */
        readonly Limit: number;
        /** @description The `next_cursor` of the page before. It holds only for the same filters and the same caller. */
        readonly Cursor: components["schemas"]["Cursor"];
        /**
         * @description The token's id, the part of its text after `cb_token_`
         * @example 4fK0qZr81bTzQ
         */
        readonly TokenId: components["schemas"]["TokenId"];
        /**
         * @description A box in degrees: west, south, east, north. West may be greater than east: the box then crosses the antimeridian.
         * @example [
         *       -125,
         *       24,
         *       -66,
         *       50
         *     ]
         */
        readonly Bbox: readonly [
            number,
            number,
            number,
            number
        ];
        /** @description Centre of a circle in degrees: longitude, latitude; with `radius_m` */
        readonly Point: readonly [
            number,
            number
        ];
        /** @description Radius of the circle around `point`, metres */
        readonly RadiusM: number;
        /**
         * @description A band in hertz: start, stop
         * @example [
         *       88000000,
         *       108000000
         *     ]
         */
        readonly Band: readonly [
            number,
            number
        ];
        /**
         * @description Only those with this action
         * @example m4s
         */
        readonly Action: components["schemas"]["ActionName"];
        /**
         * @description Its id, a UUID
         * @example 019a9f3e-7c00-7000-8000-000000000001
         */
        readonly Id: components["schemas"]["Id"];
        /** @description Only those of this schedule entry */
        readonly ScheduleEntry: components["schemas"]["Id"];
        /** @description Only those of this sensor */
        readonly Sensor: components["schemas"]["Id"];
        /** @description Only those of this task */
        readonly Task: components["schemas"]["Id"];
        /**
         * @description An instant, or `start/stop` with `..` for an open end. Write the `+` of an offset as `%2B`.
         * @example 2026-01-01T00:00:00Z/..
         */
        readonly Datetime: components["schemas"]["Interval"];
        /**
         * @description Its PolicyID
         * @example 2f0d1a1e8a0c4b5f9d3c6b7a80919293
         */
        readonly PolicyId: components["schemas"]["PolicyId"];
        /** @description ETags of the versions that the caller has; when it is one of them the answer is 304 */
        readonly IfNoneMatch: string;
        /**
         * @description ETags of the versions that may be changed, or `*` for any; without it the answer is 428 where it is needed
         * @example *
         */
        readonly IfMatch: string;
        /**
         * @description Its hash, or `in-force`
         * @example in-force
         */
        readonly PolicySetHash: string;
        /** @description The id of the last event that was received; browsers send it by themselves. It wins over `after`. */
        readonly LastEventId: components["schemas"]["EventId"];
        /**
         * @description Begin after the event with this id; `0-0` begins with the first one kept
         * @example 0-0
         */
        readonly After: components["schemas"]["EventId"];
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly me_show: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The caller */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Me"];
                };
            };
            readonly 401: components["responses"]["Unauthorized"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly token_list: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description At most so many items
                 * @example 10
                 */
                readonly limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. It holds only for the same filters and the same caller. */
                readonly cursor?: components["parameters"]["Cursor"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of tokens */
            readonly 200: {
                headers: {
                    /** @description The next page, `rel="next"`; absent on the last */
                    readonly Link?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TokenPage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly token_create: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["TokenRequest"];
            };
        };
        readonly responses: {
            /** @description The token and its text */
            readonly 201: {
                headers: {
                    /** @description The new thing */
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["NewToken"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["WrongMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly token_revoke: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The token's id, the part of its text after `cb_token_`
                 * @example 4fK0qZr81bTzQ
                 */
                readonly id: components["parameters"]["TokenId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is revoked */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly join_token_create: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["JoinTokenRequest"];
            };
        };
        readonly responses: {
            /** @description The token, shown this once */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["JoinToken"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["WrongMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly sensor_list: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description A box in degrees: west, south, east, north. West may be greater than east: the box then crosses the antimeridian.
                 * @example [
                 *       -125,
                 *       24,
                 *       -66,
                 *       50
                 *     ]
                 */
                readonly bbox?: components["parameters"]["Bbox"];
                /** @description Centre of a circle in degrees: longitude, latitude; with `radius_m` */
                readonly point?: components["parameters"]["Point"];
                /** @description Radius of the circle around `point`, metres */
                readonly radius_m?: components["parameters"]["RadiusM"];
                /**
                 * @description A band in hertz: start, stop
                 * @example [
                 *       88000000,
                 *       108000000
                 *     ]
                 */
                readonly band?: components["parameters"]["Band"];
                /**
                 * @description Only those with this action
                 * @example m4s
                 */
                readonly action?: components["parameters"]["Action"];
                /**
                 * @description Only those in this state of association
                 * @example associated
                 */
                readonly status?: components["schemas"]["AssociationState"];
                /**
                 * @description At most so many items
                 * @example 10
                 */
                readonly limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. It holds only for the same filters and the same caller. */
                readonly cursor?: components["parameters"]["Cursor"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of sensors */
            readonly 200: {
                headers: {
                    /** @description The next page, `rel="next"`; absent on the last */
                    readonly Link?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SensorPage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly sensor_search: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SensorSearch"];
            };
        };
        readonly responses: {
            /** @description A page of sensors */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SensorPage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["WrongMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly sensor_show: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description Its id, a UUID
                 * @example 019a9f3e-7c00-7000-8000-000000000001
                 */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The sensor */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Sensor"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly schedule_list: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Only those that are (not) active
                 * @example true
                 */
                readonly is_active?: boolean;
                /** @description Only those with this name */
                readonly name?: components["schemas"]["Name"];
                /**
                 * @description At most so many items
                 * @example 10
                 */
                readonly limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. It holds only for the same filters and the same caller. */
                readonly cursor?: components["parameters"]["Cursor"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of entries */
            readonly 200: {
                headers: {
                    /** @description The next page, `rel="next"`; absent on the last */
                    readonly Link?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SchedulePage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly schedule_create: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ScheduleRequest"];
            };
        };
        readonly responses: {
            /** @description What it would be (`validate_only`) */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ScheduleEntry"];
                };
            };
            /** @description Accepted */
            readonly 201: {
                headers: {
                    /** @description The new thing */
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ScheduleEntry"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["WrongMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly schedule_show: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description Its id, a UUID
                 * @example 019a9f3e-7c00-7000-8000-000000000001
                 */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The entry */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ScheduleEntry"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly schedule_cancel: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description Its id, a UUID
                 * @example 019a9f3e-7c00-7000-8000-000000000001
                 */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The entry, no longer active */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ScheduleEntry"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly task_list: {
        readonly parameters: {
            readonly query?: {
                /** @description Only those of this schedule entry */
                readonly schedule_entry?: components["parameters"]["ScheduleEntry"];
                /** @description Only those of this sensor */
                readonly sensor?: components["parameters"]["Sensor"];
                /**
                 * @description Only those in this state
                 * @example completed
                 */
                readonly state?: components["schemas"]["TaskState"];
                /**
                 * @description At most so many items
                 * @example 10
                 */
                readonly limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. It holds only for the same filters and the same caller. */
                readonly cursor?: components["parameters"]["Cursor"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of tasks */
            readonly 200: {
                headers: {
                    /** @description The next page, `rel="next"`; absent on the last */
                    readonly Link?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TaskPage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly task_show: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description Its id, a UUID
                 * @example 019a9f3e-7c00-7000-8000-000000000001
                 */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The task */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Task"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly acquisition_list: {
        readonly parameters: {
            readonly query?: {
                /** @description Only those of this task */
                readonly task?: components["parameters"]["Task"];
                /** @description Only those of this schedule entry */
                readonly schedule_entry?: components["parameters"]["ScheduleEntry"];
                /** @description Only those of this sensor */
                readonly sensor?: components["parameters"]["Sensor"];
                /**
                 * @description At most so many items
                 * @example 10
                 */
                readonly limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. It holds only for the same filters and the same caller. */
                readonly cursor?: components["parameters"]["Cursor"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of acquisitions */
            readonly 200: {
                headers: {
                    /** @description The next page, `rel="next"`; absent on the last */
                    readonly Link?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AcquisitionPage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly acquisition_show: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description Its id, a UUID
                 * @example 019a9f3e-7c00-7000-8000-000000000001
                 */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The acquisition */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AcquisitionWithMetadata"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly acquisition_archive: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description Its id, a UUID
                 * @example 019a9f3e-7c00-7000-8000-000000000001
                 */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The archive */
            readonly 200: {
                headers: {
                    /** @description A file name that ends in `.sigmf` */
                    readonly "Content-Disposition"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/x-tar": string;
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly observation_list: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description A box in degrees: west, south, east, north. West may be greater than east: the box then crosses the antimeridian.
                 * @example [
                 *       -125,
                 *       24,
                 *       -66,
                 *       50
                 *     ]
                 */
                readonly bbox?: components["parameters"]["Bbox"];
                /** @description Centre of a circle in degrees: longitude, latitude; with `radius_m` */
                readonly point?: components["parameters"]["Point"];
                /** @description Radius of the circle around `point`, metres */
                readonly radius_m?: components["parameters"]["RadiusM"];
                /**
                 * @description A band in hertz: start, stop
                 * @example [
                 *       88000000,
                 *       108000000
                 *     ]
                 */
                readonly band?: components["parameters"]["Band"];
                /**
                 * @description An instant, or `start/stop` with `..` for an open end. Write the `+` of an offset as `%2B`.
                 * @example 2026-01-01T00:00:00Z/..
                 */
                readonly datetime?: components["parameters"]["Datetime"];
                /** @description Only those of this sensor */
                readonly sensor?: components["parameters"]["Sensor"];
                /** @description Only those of this task */
                readonly task?: components["parameters"]["Task"];
                /**
                 * @description Only those with this action
                 * @example m4s
                 */
                readonly action?: components["parameters"]["Action"];
                /**
                 * @description At most so many items
                 * @example 10
                 */
                readonly limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. It holds only for the same filters and the same caller. */
                readonly cursor?: components["parameters"]["Cursor"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of observations */
            readonly 200: {
                headers: {
                    /** @description The next page, `rel="next"`; absent on the last */
                    readonly Link?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ObservationPage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly observation_search: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ObservationSearch"];
            };
        };
        readonly responses: {
            /** @description A page of observations */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ObservationPage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["WrongMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly observation_show: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description Its id, a UUID
                 * @example 019a9f3e-7c00-7000-8000-000000000001
                 */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The observation */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Observation"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly policy_list: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Only those of this namespace
                 * @example global
                 */
                readonly namespace?: components["schemas"]["PolicyName"];
                /** @description Only those of this scope */
                readonly scope?: components["schemas"]["PolicyScope"];
                /** @description Only those of this type */
                readonly type?: components["schemas"]["PolicyType"];
                /** @description Only those with this text in their name or description, in any case */
                readonly q?: string;
                /**
                 * @description At most so many items
                 * @example 10
                 */
                readonly limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. It holds only for the same filters and the same caller. */
                readonly cursor?: components["parameters"]["Cursor"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of policies */
            readonly 200: {
                headers: {
                    /** @description The next page, `rel="next"`; absent on the last */
                    readonly Link?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PolicyPage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly policy_install: {
        readonly parameters: {
            readonly query?: {
                /** @description Also when the caller could not administer the policies any more */
                readonly force?: boolean;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PolicyDocument"];
            };
        };
        readonly responses: {
            /** @description In force */
            readonly 201: {
                headers: {
                    /** @description The new policy, where the document holds one */
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PolicyChange"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["WrongMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly policy_check: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PolicyDocument"];
            };
        };
        readonly responses: {
            /** @description What it would do */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PolicyCheck"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["WrongMediaType"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly policy_show: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags of the versions that the caller has; when it is one of them the answer is 304 */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                /**
                 * @description Its PolicyID
                 * @example 2f0d1a1e8a0c4b5f9d3c6b7a80919293
                 */
                readonly id: components["parameters"]["PolicyId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The document */
            readonly 200: {
                headers: {
                    /** @description Its version, for `If-Match` */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OnePolicyDocument"];
                };
            };
            /** @description It is what the caller has */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly policy_replace: {
        readonly parameters: {
            readonly query?: {
                /** @description Also when the caller could not administer the policies any more */
                readonly force?: boolean;
            };
            readonly header?: {
                /**
                 * @description ETags of the versions that may be changed, or `*` for any; without it the answer is 428 where it is needed
                 * @example *
                 */
                readonly "If-Match"?: components["parameters"]["IfMatch"];
            };
            readonly path: {
                /**
                 * @description Its PolicyID
                 * @example 2f0d1a1e8a0c4b5f9d3c6b7a80919293
                 */
                readonly id: components["parameters"]["PolicyId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PolicyDocument"];
            };
        };
        readonly responses: {
            /** @description In force */
            readonly 200: {
                headers: {
                    /** @description Its version, for `If-Match` */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PolicyChange"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 412: components["responses"]["Stale"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["WrongMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 428: components["responses"]["VersionRequired"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly policy_withdraw: {
        readonly parameters: {
            readonly query?: {
                /** @description Also when the caller could not administer the policies any more */
                readonly force?: boolean;
            };
            readonly header?: {
                /**
                 * @description ETags of the versions that may be changed, or `*` for any; without it the answer is 428 where it is needed
                 * @example *
                 */
                readonly "If-Match"?: components["parameters"]["IfMatch"];
            };
            readonly path: {
                /**
                 * @description Its PolicyID
                 * @example 2f0d1a1e8a0c4b5f9d3c6b7a80919293
                 */
                readonly id: components["parameters"]["PolicyId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is no longer in force */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PolicyChange"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 412: components["responses"]["Stale"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly policy_set_show: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description How it stands */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PolicySetOverview"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly policy_set_history: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description At most so many items
                 * @example 10
                 */
                readonly limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. It holds only for the same filters and the same caller. */
                readonly cursor?: components["parameters"]["Cursor"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of changes */
            readonly 200: {
                headers: {
                    /** @description The next page, `rel="next"`; absent on the last */
                    readonly Link?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PolicySetChangePage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly policy_set_files: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description Its hash, or `in-force`
                 * @example in-force
                 */
                readonly hash: components["parameters"]["PolicySetHash"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Its files */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PolicySetFiles"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly decision_list: {
        readonly parameters: {
            readonly query?: {
                /** @description Only those of this Actor, `<Element>:<user>` */
                readonly actor?: string;
                /** @description Only those about this resource, `<Element>:Sensors::<name>` and the like */
                readonly resource?: string;
                /** @description Only those of this sensor */
                readonly sensor?: components["parameters"]["Sensor"];
                /**
                 * @description Only permits, or only denials
                 * @example Deny
                 */
                readonly outcome?: components["schemas"]["Outcome"];
                /** @description Only those that this statement had a part in */
                readonly statement?: components["schemas"]["StatementName"];
                /** @description Only those of this operation */
                readonly operation?: string;
                /** @description Only those with this reason */
                readonly reason?: components["schemas"]["DenialReasonName"];
                /**
                 * @description An instant, or `start/stop` with `..` for an open end. Write the `+` of an offset as `%2B`.
                 * @example 2026-01-01T00:00:00Z/..
                 */
                readonly datetime?: components["parameters"]["Datetime"];
                /**
                 * @description At most so many items
                 * @example 10
                 */
                readonly limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. It holds only for the same filters and the same caller. */
                readonly cursor?: components["parameters"]["Cursor"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of decisions */
            readonly 200: {
                headers: {
                    /** @description The next page, `rel="next"`; absent on the last */
                    readonly Link?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DecisionPage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly decision_show: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description Its id, a UUID
                 * @example 019a9f3e-7c00-7000-8000-000000000001
                 */
                readonly id: components["parameters"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The decision */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Decision"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly policy_evaluation_create: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PolicyEvaluationRequest"];
            };
        };
        readonly responses: {
            /** @description What policy says, denials included */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PolicyEvaluation"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["WrongMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly event_follow: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Begin after the event with this id; `0-0` begins with the first one kept
                 * @example 0-0
                 */
                readonly after?: components["parameters"]["After"];
            };
            readonly header?: {
                /** @description The id of the last event that was received; browsers send it by themselves. It wins over `after`. */
                readonly "Last-Event-ID"?: components["parameters"]["LastEventId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Events, as they happen */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": components["schemas"]["Event"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["ServerError"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 507: components["responses"]["StorageFull"];
        };
    };
    readonly health_live: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Alive */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Liveness"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 500: components["responses"]["ServerError"];
        };
    };
    readonly health_ready: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Ready */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Readiness"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 500: components["responses"]["ServerError"];
            /** @description Not ready */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    readonly metrics_show: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The figures */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /** @example # TYPE clearband_http_request_duration_seconds histogram */
                    readonly "text/plain": string;
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 500: components["responses"]["ServerError"];
        };
    };
    readonly contract_show: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OpenAPI 3.1 */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly openapi: string;
                    } & {
                        readonly [key: string]: unknown;
                    };
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 500: components["responses"]["ServerError"];
        };
    };
    readonly docs_show: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html> */
                    readonly "text/html": string;
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 500: components["responses"]["ServerError"];
        };
    };
    readonly docs_asset: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description File name
                 * @example swagger-ui.css
                 */
                readonly asset: "swagger-ui.css" | "swagger-ui-bundle.js" | "favicon-32x32.png" | "clearband-docs.js";
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The file */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/css": string;
                    readonly "text/javascript": string;
                    readonly "image/png": string;
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 500: components["responses"]["ServerError"];
        };
    };
    readonly schema_show: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The `ETag` of what the client has */
                readonly "If-None-Match"?: string;
            };
            readonly path: {
                /**
                 * @description File name
                 * @example policy.schema.json
                 */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description JSON Schema 2020-12 */
            readonly 200: {
                headers: {
                    /** @description Changes with the schema */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/schema+json": {
                        readonly [key: string]: unknown;
                    };
                };
            };
            /** @description The client has it already */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["ServerError"];
        };
    };
    readonly problem_show: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The last part of its `type`
                 * @example policy-denied
                 */
                readonly problem: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What it means */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ProblemPage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["ServerError"];
        };
    };
}
