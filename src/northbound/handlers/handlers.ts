import type { Registry } from 'prom-client';
import type { Domain } from '../domain.ts';
import type { Handlers } from '../contract/operation.ts';
import type { Pager } from '../pages/pager.ts';
import { listAcquisitions, sendArchive, showAcquisition } from './acquisitions.ts';
import { describeProblem, sendDocsAsset, showContract, showDocs, showSchema } from './documents.ts';
import { followEvents } from './events.ts';
import { showLiveness, showMetrics, showReadiness } from './health.ts';
import { createJoinToken, createToken, listTokens, revokeToken, showMe } from './identity.ts';
import { listObservations, searchObservations, showObservation } from './observations.ts';
import { listDecisions, showDecision } from './policy/decisions.ts';
import { evaluatePolicy } from './policy/policy-evaluations.ts';
import {
  checkPolicy,
  installPolicy,
  listPolicies,
  listPolicySetHistory,
  replacePolicy,
  sendPolicySet,
  showPolicy,
  showPolicySet,
  withdrawPolicy,
} from './policies.ts';
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
  const { tokens, joinTokens, sensors, schedule, tasks, observations, events, policies, policySets } = domain;
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
    decision_list: listDecisions(domain.decisions, pager),
    decision_show: showDecision(domain.decisions),
    policy_evaluation_create: evaluatePolicy(domain.evaluations),
    policy_list: listPolicies(policySets, pager),
    policy_install: installPolicy(policies),
    policy_check: checkPolicy(policies),
    policy_show: showPolicy(policySets),
    policy_replace: replacePolicy(policies),
    policy_withdraw: withdrawPolicy(policies),
    policy_set_show: showPolicySet(policySets),
    policy_set_history: listPolicySetHistory(policySets, pager),
    policy_set_files: sendPolicySet(policySets),
    event_follow: followEvents(events, heartbeatMs),
    health_live: showLiveness(),
    health_ready: showReadiness(domain.readiness),
    metrics_show: showMetrics(metrics),
    contract_show: showContract(contract),
    docs_show: showDocs(),
    docs_asset: sendDocsAsset(),
    schema_show: showSchema(),
    problem_show: describeProblem(),
  };
}
