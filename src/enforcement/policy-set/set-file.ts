import type { PolicyFile } from '../../policy/policy-set.ts';

/** A file of the set in force, and who wrote it last: the policy directory, or somebody through the API. */
export interface SetFile extends PolicyFile {
  readonly origin: 'directory' | 'api';
}

/** The row in force: what every process serves. */
export interface StoredSet {
  /** Grows with every change of what is stored, also one that means the same. */
  readonly revision: number;
  readonly hash: string;
  readonly since: Date;
  readonly setBy: string;
  readonly files: readonly SetFile[];
  /** What the directory held when it was last imported; undefined before the first import. */
  readonly directoryFiles: readonly PolicyFile[] | undefined;
}

/** A policy by its name, as the history tells of it. */
export interface PolicyRef {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
}

/** What a change did to the policies; aliases and defaults are told where they changed. */
export interface ChangeSummary {
  readonly added: readonly PolicyRef[];
  readonly changed: readonly PolicyRef[];
  readonly withdrawn: readonly PolicyRef[];
  /** `<namespace>:<name>`, each once. */
  readonly aliases?: readonly string[];
  readonly defaultsChanged?: boolean;
  /** Policies that the API had put in force and a newer text of the directory took the place of. */
  readonly superseded?: readonly PolicyRef[];
}

/** Who changes the set, and how. */
export interface ChangeCause {
  readonly kind: 'import' | 'install' | 'replace' | 'withdraw' | 'restore';
  /** `<Element>:<user>`, `directory` or `restore`. */
  readonly setBy: string;
  /** The lock-out protection was overruled. */
  readonly forced?: boolean;
  /** Of a restore: the change whose set comes back, and the request that asked for it. */
  readonly restoredRevision?: number;
  readonly requestId?: string;
}

/** One change of the set in force, as the history keeps it. */
export interface SetChange extends ChangeCause {
  readonly revision: number;
  readonly at: Date;
  readonly hash: string;
  readonly hashBefore: string | undefined;
  readonly forced: boolean;
  readonly summary: ChangeSummary;
}
