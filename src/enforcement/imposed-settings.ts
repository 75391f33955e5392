import type { Settings } from './access.ts';

/** What policy imposes on what it permits, by meaning; in base units. What is undefined is not imposed. */
export interface ImposedSettings {
  /** A task holds its radio at least so long. */
  readonly minSlotSeconds: number | undefined;
  /** Data are kept at most so long. */
  readonly maxStorageSeconds: number | undefined;
  /** Results show no finer detail. */
  readonly minResolutionHz: number | undefined;
  readonly maxConcurrentTasks: number | undefined;
  /** The sensor detects signals at least as weak. */
  readonly sensitivityDbm: number | undefined;
  /** Tasks may be pre-empted for it. */
  readonly isPrioritized: boolean | undefined;
  readonly isProxyEnabled: boolean | undefined;
  /** The owner has to agree first. */
  readonly needsApproval: boolean | undefined;
  readonly detectionThresholdDbm: number | undefined;
  readonly averagingBandwidthHz: number | undefined;
  /** `OR`, `AND` or `MAJORITY`. */
  readonly fusionRule: string | undefined;
}

/** The settings of a permit, by meaning. A value of another type than its attribute has counts as none. */
export function toImposedSettings(settings: Settings): ImposedSettings {
  const number = (attribute: string) => only('number', settings[attribute]);
  const flag = (attribute: string) => only('boolean', settings[attribute]);
  return {
    minSlotSeconds: number('min-sensing-slot-duration'),
    maxStorageSeconds: number('max-data-storage-duration'),
    minResolutionHz: number('min-resolution-bandwidth'),
    maxConcurrentTasks: number('max-concurrent-tasks'),
    sensitivityDbm: number('sensitivity'),
    isPrioritized: flag('prioritized-scan-enabled'),
    isProxyEnabled: flag('ssm-proxy-enabled'),
    needsApproval: flag('approval-required'),
    detectionThresholdDbm: number('detection-threshold'),
    averagingBandwidthHz: number('averaging-bandwidth'),
    fusionRule: only('string', settings['fusion-rule']),
  };
}

interface Types {
  readonly number: number;
  readonly boolean: boolean;
  readonly string: string;
}

function only<Type extends keyof Types>(type: Type, value: unknown): Types[Type] | undefined {
  return isOf(type, value) ? value : undefined;
}

function isOf<Type extends keyof Types>(type: Type, value: unknown): value is Types[Type] {
  return typeof value === type;
}
