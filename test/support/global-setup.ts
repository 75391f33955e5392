import type { TestProject } from 'vitest/node';
import { PostgresCluster } from './postgres-cluster.ts';
import { findServer } from './postgres-cluster-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The private server of this run: a superuser's connection string, or why there is none. */
    postgres: { adminUrl: string } | { unavailable: string };
  }
}

const NEEDS_POSTGRES = /\.db\.test\.ts$|\/test\/journeys\//;

/** Starts one private PostgreSQL server for the run when a test file of it can use one. */
export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!project.vitest.state.getPaths().some((path) => NEEDS_POSTGRES.test(path))) {
    project.provide('postgres', { unavailable: 'no database test was asked for' });
    return undefined;
  }
  const server = findServer();
  if ('unavailable' in server) {
    project.provide('postgres', server);
    return undefined;
  }
  const cluster = await PostgresCluster.start(server);
  project.provide('postgres', { adminUrl: cluster.adminUrl });
  return () => cluster.stop();
}
