import type { PostgresCluster } from '../test/support/postgres-cluster.ts';

/** What one bench found out; `value` and `againstValue` are in `unit`, measured in the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The reference in a few words; `value / againstValue` is the ratio. */
  readonly reference?: { readonly against: string; readonly againstValue: number };
}

/** What the runner lends to a bench. */
export interface BenchContext {
  /** Tells the person who waits; goes to standard error. */
  readonly progress: (text: string) => void;
  /** A fresh directory, removed afterwards. */
  readonly workDir: string;
  /** A PostgreSQL server that forces commits to disk, shared by all benches. @throws {Error} where none is installed */
  readonly postgres: () => Promise<PostgresCluster>;
  /** Whether the Manager is to be watched by the CPU profiler; figures are lower then. */
  readonly profile: boolean;
}

/** One bench; asked for by its own name or by its group's. */
export interface Bench {
  readonly group: string;
  readonly name: string;
  readonly summary: string;
  /** Names of the figures that `run` gives. */
  readonly figures: readonly string[];
  run(context: BenchContext): Promise<readonly Figure[]>;
}
