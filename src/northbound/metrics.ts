import type { Registry } from 'prom-client';
import { Histogram, collectDefaultMetrics } from 'prom-client';

/** Counts a request that was answered, or given up by its client (status 499). */
export type ObserveRequest = (operation: string, status: number, seconds: number) => void;

/** Registers the figures of the process and of the HTTP edge. Once for each registry. */
export function httpMetrics(registry: Registry): ObserveRequest {
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'clearband_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer, by operation of the contract and status',
    labelNames: ['operation', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return (operation, status, seconds) => {
    duration.observe({ operation, status }, seconds);
  };
}
