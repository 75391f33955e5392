import type { Registry } from 'prom-client';
import type { Readiness } from '../domain.ts';
import type { OperationHandler } from '../contract/operation.ts';
import { ok, text } from '../contract/operation.ts';

/** `health_live` */
export function showLiveness(): OperationHandler<'health_live'> {
  return () => ok({ live: true });
}

/** `health_ready`: 503 while something the Manager needs fails. */
export function showReadiness(readiness: () => Promise<Readiness>): OperationHandler<'health_ready'> {
  return async () => {
    const { ready, checks } = await readiness();
    const body = { ready, checks };
    return ready ? ok(body) : { kind: 'json', status: 503, body, headers: {} };
  };
}

/** `metrics_show` */
export function showMetrics(metrics: Registry): OperationHandler<'metrics_show'> {
  return async () => text(await metrics.metrics(), { 'content-type': metrics.contentType });
}
