import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Access, OperationPolicy } from '../enforcement/access.ts';
import { PolicyDeniedError } from '../enforcement/policy-denied-error.ts';
import type { AuthenticatedActor } from '../identity/actor.ts';
import type { CheckAnswer } from './answer.ts';
import { sendAnswer, sendProblem } from './answer.ts';
import { bearerToken } from './authentication.ts';
import type { AdmittedContext } from './contract/contract.ts';
import { Contract } from './contract/contract.ts';
import type { ContractOperation } from './contract/contract-document.ts';
import type { Domain } from './domain.ts';
import { Exchange } from './requests/exchange.ts';
import { httpMetrics } from './metrics.ts';
import type { AnyAnswer } from './contract/operation.ts';
import { OUTSIDE_THE_GATE } from './outside-the-gate.ts';
import type { Problem } from './problem-details.ts';
import { problemHeaders, problemKind, toProblem } from './problem-details.ts';
import { readBody } from './requests/request-body.ts';
import { RequestError, invalidRequest } from './requests/request-error.ts';
import { followExchange, requestIdOf } from './requests/request-log.ts';
import { isPolicyScope } from './contract/start-up-checks.ts';
import { problemCheck } from './contract/problem-check.ts';

export interface EdgeParts {
  readonly domain: Domain;
  readonly log: Logger;
  readonly metrics: Registry;
  readonly shutdown: AbortSignal;
  /** Octets. */
  readonly bodyLimit: number;
  readonly validateResponses?: boolean;
  /** The bundled contract, JSON. */
  readonly text: string;
  /** By operationId; each gets the CallOf its operation. */
  readonly handlers: object;
}

/** One request from its first line to the end of its answer; the order of the steps is the order of this file. */
export async function openEdge(parts: EdgeParts): Promise<(request: Request, response: Response) => Promise<void>> {
  const observe = httpMetrics(parts.metrics);
  const contract = await Contract.open({
    text: parts.text,
    handlers: parts.handlers as Readonly<Record<string, unknown>>,
    authenticate: async (exchange) => {
      exchange.actor = await authenticate(parts.domain, exchange);
      return exchange.actor;
    },
    readBody: ({ request, operationId }) => readBody(request, parts.bodyLimit, operationId),
    run: runner(parts),
  });
  const checkProblem = parts.validateResponses === true ? problemCheck(contract.document) : undefined;
  return async (request, response) => {
    const exchange = new Exchange(request, response, { requestId: requestIdOf(request), shutdown: parts.shutdown });
    response.setHeader('x-request-id', exchange.requestId);
    followExchange(exchange, { log: parts.log, observe });
    try {
      await answer(exchange, contract, parts.validateResponses === true);
    } catch (error) {
      refuse(error, exchange, { log: parts.log, checkProblem });
    }
  };
}

async function answer(exchange: Exchange, contract: Contract, isChecked: boolean): Promise<void> {
  const { request, response } = exchange;
  refuseBrokenEscapes(request.path);
  const match = contract.find(request.method, request.path);
  if (match.kind === 'no-such-route') {
    throw new RequestError('no-such-route', 'there is nothing at this address; see /docs');
  }
  if (match.kind === 'wrong-method') {
    const allow = match.allow.join(', ');
    if (request.method === 'OPTIONS') response.writeHead(204, { allow }).end();
    else throw new RequestError('method-not-allowed', `this address takes ${allow}`, { headers: { allow } });
    return;
  }
  const operation = match.route;
  exchange.operationId = operation.operationId;
  const check = isChecked ? answerCheck(contract, operation) : undefined;
  await sendAnswer(await contract.answer(operation, exchange), response, check);
}

function refuseBrokenEscapes(path: string): void {
  if (!path.includes('%')) return;
  try {
    decodeURIComponent(path);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    const detail = 'the address is malformed: each `%` must begin a character of UTF-8 in hexadecimal';
    throw invalidRequest([{ code: 'malformed-address', detail }]);
  }
}

/** The last steps: the gate is opened, the handler asks it, and it is settled before anything is sent. */
function runner({ domain, handlers, log }: EdgeParts) {
  const byId = new Map(Object.entries(handlers as Readonly<Record<string, AnyHandler>>));
  return async (operation: ContractOperation, context: AdmittedContext, exchange: Exchange): Promise<AnyAnswer> => {
    const handler = byId.get(operation.operationId);
    if (handler === undefined) throw new Error(`no handler for \`${operation.operationId}\``);
    if (operation.operationId in OUTSIDE_THE_GATE)
      return handler(new AdmittedCall(context, exchange, { domain }) as never);
    const { actor } = exchange;
    if (actor === undefined) throw new Error(`\`${operation.operationId}\` was reached without an Actor`);
    const access = domain.gate.open(actor, policyOf(operation));
    const result = await answerOf(handler, new AdmittedCall(context, exchange, { domain, access })).catch(
      (error: unknown) => {
        if (!(error instanceof PolicyDeniedError)) keepPermits(access, { gate: domain.gate, log });
        throw error;
      },
    );
    await domain.gate.settle(access);
    return result;
  };
}

async function answerOf(handler: AnyHandler, call: AdmittedCall): Promise<AnyAnswer> {
  return handler(call as never);
}

/**
 * What policy permitted to an operation that failed all the same is kept too; of a refusal the denial is kept already.
 * Never in the way of the answer: it may have failed before policy was asked, or because the database is away.
 */
function keepPermits(access: Access, { gate, log }: { gate: Domain['gate']; log: Logger }): void {
  gate.settle(access).catch((error: unknown) => {
    log.debug({ err: error, operation: access.operation.operation }, 'a failed operation left no decision to keep');
  });
}

function authenticate(domain: Domain, { request }: Exchange): Promise<AuthenticatedActor> {
  return domain.authenticator.authenticate(bearerToken(request.headers.authorization));
}

/** INVARIANT: what a handler gets was validated against its own operation, so it is the CallOf that it expects. */
type AnyHandler = (call: never) => AnyAnswer | Promise<AnyAnswer>;

/** A CallOf whatever operation; a class, so that `signal` is made only where a handler asks for it. */
class AdmittedCall {
  readonly body: unknown;
  readonly path: unknown;
  readonly query: unknown;
  readonly headers: unknown;
  readonly actor: AuthenticatedActor | undefined;
  readonly access: Access | undefined;
  readonly #exchange: Exchange;
  readonly #domain: Domain;

  constructor({ request }: AdmittedContext, exchange: Exchange, about: { domain: Domain; access?: Access }) {
    this.body = request.requestBody;
    this.path = request.params;
    this.query = request.query;
    this.headers = request.headers;
    this.actor = exchange.actor;
    this.access = about.access;
    this.#exchange = exchange;
    this.#domain = about.domain;
  }

  get signal(): AbortSignal {
    return this.#exchange.signal;
  }

  async authenticateAgain(): Promise<void> {
    await authenticate(this.#domain, this.#exchange);
  }
}

const policies = new WeakMap<ContractOperation, OperationPolicy>();

function policyOf(operation: ContractOperation): OperationPolicy {
  const known = policies.get(operation);
  if (known !== undefined) return known;
  const { operationId, 'x-scos-scope': scope, 'x-scos-task': scosTask } = operation;
  if (!isPolicyScope(scope) || scosTask === undefined) throw new Error(`\`${operationId}\` has no scope or SCOS-Task`);
  const policy = { operation: operationId, scope, scosTask };
  policies.set(operation, policy);
  return policy;
}

function answerCheck(contract: Contract, operation: ContractOperation): CheckAnswer {
  return (status, body) => {
    const fault = contract.responseFault(operation, status, body);
    if (fault !== undefined)
      throw new Error(`\`${operation.operationId}\` answers what the contract does not say: ${fault}`);
  };
}

interface Refusal {
  readonly log: Logger;
  readonly checkProblem: ((problem: Problem) => string | undefined) | undefined;
}

const GONE: ReadonlySet<unknown> = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE', 'ABORT_ERR']);

function isClientGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && GONE.has(error.code);
}

/** Whatever went wrong becomes one problem document; what was not foreseen is in the log alone. */
function refuse(error: unknown, exchange: Exchange, { log, checkProblem }: Refusal): void {
  const { instance, requestId, response, operationId } = exchange;
  // A client that went away is no fault of the Manager.
  if (response.destroyed && isClientGone(error)) return;
  if (problemKind(error) === 'internal-error' || response.headersSent) {
    log.error({ request_id: requestId, instance, operation: operationId, err: error }, 'unexpected error');
  }
  const problem = toProblem(error, instance);
  const fault = checkProblem?.(problem);
  if (fault === undefined) sendProblem(problem, problemHeaders(error), response);
  else refuse(new Error(fault), exchange, { log, checkProblem: undefined });
}
