import type { Registry } from 'prom-client';
import type { Domain } from '../domain.ts';
import type { Handlers } from '../contract/operation.ts';
import type { Pager } from '../pages/pager.ts';
import { listAcquisitions, sendArchive, showAcquisition } from './acquisitions.ts';
import { describeProblem, sendDocsAsset, showContract, showDocs, showPolicySchema } from './documents.ts';
import { followEvents } from './events.ts';
import { showLiveness, showMetrics, showReadiness } from './health.ts';
import { createJoinToken, createToken, listTokens, revokeToken, showMe } from './identity.ts';
import { listObservations, searchObservations, showObservation } from './observations.ts';
import { cancelScheduleEntry, createScheduleEntry, listSchedule, showScheduleEntry } from './schedule.ts';
import { listSensors, searchSensors, showSensor } from './sensors.ts';
import { listTasks, showTask } from './tasks.ts';

export interface HandlerParts {
  readonly pager: Pager;
  readonly metrics: Registry;
  /** The bundled contract, JSON. */
  readonly contract: string;
  readonly heartbeatMs: number;
}

/** A handler for every operation of the contract. */
export function makeHandlers(domain: Domain, { pager, metrics, contract, heartbeatMs }: HandlerParts): Handlers {
  const { tokens, joinTokens, sensors, schedule, tasks, observations, events } = domain;
  return {
    me_show: showMe(),
    token_create: createToken(tokens),
    token_list: listTokens(tokens, pager),
    token_revoke: revokeToken(tokens),
    join_token_create: createJoinToken(joinTokens),
    sensor_list: listSensors(sensors, pager),
    sensor_search: searchSensors(sensors, pager),
    sensor_show: showSensor(sensors),
    schedule_create: createScheduleEntry(schedule),
    schedule_list: listSchedule(schedule, pager),
    schedule_show: showScheduleEntry(schedule),
    schedule_cancel: cancelScheduleEntry(schedule),
    task_list: listTasks(tasks, pager),
    task_show: showTask(tasks),
    acquisition_list: listAcquisitions(observations, pager),
    acquisition_show: showAcquisition(observations),
    acquisition_archive: sendArchive(observations),
    observation_list: listObservations(observations, pager),
    observation_search: searchObservations(observations, pager),
    observation_show: showObservation(observations),
    event_follow: followEvents(events, heartbeatMs),
    health_live: showLiveness(),
    health_ready: showReadiness(domain.readiness),
    metrics_show: showMetrics(metrics),
    contract_show: showContract(contract),
    docs_show: showDocs(),
    docs_asset: sendDocsAsset(),
    policy_schema_show: showPolicySchema(),
    problem_show: describeProblem(),
  };
}
