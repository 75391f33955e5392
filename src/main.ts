import { pino } from 'pino';
import { startManager } from './app.ts';
import { type Config, ConfigError, readConfig } from './config.ts';

/** The Manager's process: reads the configuration, starts, drains on SIGTERM. Exit code 2: bad configuration. */
async function main(): Promise<void> {
  const config = readConfigOrExit();
  // Not waiting for the disk or the terminal at every line; what is still on its way is written at the end.
  const log = pino({ level: config.logLevel }, pino.destination({ sync: false }));
  const stopping = Promise.withResolvers<string>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      stopping.resolve(signal);
    });
  }
  // Started by another program that watches over it: when that one dies, this one must not linger.
  if (process.connected) {
    process.once('disconnect', () => {
      stopping.resolve('the parent process is gone');
    });
  }
  const manager = await startManager(config, log).catch((error: unknown) =>
    exitWith('the Manager could not start', error),
  );
  log.info(
    { http: `${config.host}:${manager.httpPort}`, grpc: `${config.host}:${manager.grpcPort}`, dataDir: config.dataDir },
    'Manager listens',
  );
  // Only now are the ports known, where any free one may be taken.
  const listening = { httpPort: manager.httpPort, grpcPort: manager.grpcPort };
  // A parent that is gone is noticed by its disconnection.
  if (process.connected) process.send?.({ listening }, undefined, undefined, () => undefined);
  const reason = await stopping.promise;
  log.info({ reason }, 'Manager drains');
  await manager.stop().catch((error: unknown) => exitWith('the Manager did not stop cleanly', error));
  if (process.connected) process.disconnect();
  log.info('Manager stopped');
}

function readConfigOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const fault of error.faults) process.stderr.write(`${fault}\n`);
    process.exit(2);
  }
}

function exitWith(what: string, error: unknown): never {
  process.stderr.write(`${what}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

main().catch((error: unknown) => exitWith('the Manager failed', error));
