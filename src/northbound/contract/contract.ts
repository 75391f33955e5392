import type { Context, Document, Handler, Request as ContractRequest } from 'openapi-backend';
import { OpenAPIBackend } from 'openapi-backend';
import { ForbiddenError, UnauthenticatedError } from '../../errors.ts';
import { mayUse } from '../../identity/abilities.ts';
import type { ContractDocument, ContractOperation } from './contract-document.ts';
import { operationsOf } from './contract-document.ts';
import type { Exchange } from '../requests/exchange.ts';
import type { AnyAnswer } from './operation.ts';
import { invalidRequest } from '../requests/request-error.ts';
import type { RouteMatch } from './routes.ts';
import { Routes } from './routes.ts';
import { contractAjv } from './contract-ajv.ts';
import { toFaults } from './contract-faults.ts';
import { contractFaults } from './start-up-checks.ts';

/** What the contract gives to an operation: everything it has admitted. */
export type AdmittedContext = Context<unknown, unknown, unknown>;

export interface ContractParts {
  /** The bundled contract, JSON. */
  readonly text: string;
  /** By operationId. */
  readonly handlers: Readonly<Record<string, unknown>>;
  readonly authenticate: (exchange: Exchange) => Promise<unknown>;
  /** Runs when the caller is known, before its body is looked at. */
  readonly readBody: (exchange: Exchange) => Promise<unknown>;
  readonly run: (operation: ContractOperation, context: AdmittedContext, exchange: Exchange) => Promise<AnyAnswer>;
}

/** The contract at work: finds the operation of a request and admits it step by step, or throws. */
export class Contract {
  readonly operations: readonly ContractOperation[];
  readonly document: ContractDocument;
  readonly #api: OpenAPIBackend;
  readonly #routes: Routes<ContractOperation>;

  /** @throws {Error} naming everything that would leave an operation open or without a handler. */
  static async open(parts: ContractParts): Promise<Contract> {
    const document = JSON.parse(parts.text) as ContractDocument;
    const api = new OpenAPIBackend({
      definition: JSON.parse(parts.text) as Document,
      quick: true,
      strict: true,
      coerceTypes: true,
      ajvOpts: {},
      customizeAjv: sharedAjv(),
    });
    await api.init();
    const contract = new Contract(document, api);
    const faults = contractFaults(document, contract.operations, parts.handlers);
    if (faults.length > 0) throw new Error(`the contract can't be served:\n${faults.join('\n')}`);
    contract.#register(parts);
    return contract;
  }

  private constructor(document: ContractDocument, api: OpenAPIBackend) {
    this.document = document;
    this.#api = api;
    this.operations = operationsOf(document);
    this.#routes = new Routes(this.operations);
    rememberOperations(api, this.#routes);
  }

  find(method: string, path: string): RouteMatch<ContractOperation> {
    return this.#routes.find(method, path);
  }

  /** Authenticates, validates, checks the scope and runs the handler of the operation that was found. */
  async answer(operation: ContractOperation, exchange: Exchange): Promise<AnyAnswer> {
    const { headers, path } = exchange.request;
    const request = {
      method: operation.method,
      path,
      query: { ...exchange.query },
      headers: headers as ContractRequest['headers'],
    };
    return (await this.#api.handleRequest(request, exchange, request)) as AnyAnswer;
  }

  /** What is wrong with a JSON answer, or undefined. For tests: it costs more than most answers. */
  responseFault(operation: ContractOperation, status: number, body: unknown): string | undefined {
    if (!(String(status) in operation.responses)) return `the contract has no answer ${status}`;
    const { errors } = this.#api.validateResponse(body, operation.operationId, status);
    return errors
      ? errors.map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`).join('; ')
      : undefined;
  }

  #register(parts: ContractParts): void {
    const { operations } = this;
    for (const operation of operations) {
      this.#api.register(operation.operationId, ((context: AdmittedContext, exchange: Exchange) =>
        parts.run(operation, context, exchange)) satisfies Handler);
      // Compiled now, so that a schema which can't be compiled stops the start and not the first request.
      this.#api.validator.getRequestValidatorsForOperation(operation.operationId);
    }
    this.#api.registerSecurityHandler('bearerToken', (_context, exchange: Exchange) => parts.authenticate(exchange));
    this.#api.register(admission(parts));
  }
}

/** openapi-backend goes on to the handler unless a hook throws: every hook is here, and each throws. */
function admission(parts: ContractParts) {
  const refuse = (reason: string) => (): never => {
    throw new Error(`openapi-backend: ${reason}`);
  };
  return {
    notFound: refuse('no route'),
    methodNotAllowed: refuse('no method'),
    notImplemented: refuse('no handler'),
    unauthorizedHandler: refuse('not authorized'),
    postSecurityHandler: async (context: AdmittedContext, exchange: Exchange, request: ContractRequest) => {
      if ((context.operation.security ?? []).length > 0 && context.security['authorized'] !== true) {
        throw securityError(context.security);
      }
      if (context.operation.requestBody !== undefined) request.body = await parts.readBody(exchange);
    },
    validationFail: (context: AdmittedContext, exchange: Exchange) => {
      throw invalidRequest([...exchange.queryFaults, ...toFaults(context.validation.errors ?? [])]);
    },
    preOperationHandler: (context: AdmittedContext, exchange: Exchange) => {
      if (exchange.queryFaults.length > 0) throw invalidRequest(exchange.queryFaults);
      refuseWithoutScope(context, exchange);
    },
  };
}

/** What the security handler threw; openapi-backend keeps it as its result. */
function securityError(security: Readonly<Record<string, unknown>>): unknown {
  const result = security['bearerToken'];
  const isRefusal = typeof result === 'object' && result !== null && 'error' in result;
  return isRefusal ? result.error : new UnauthenticatedError('a token is needed');
}

function refuseWithoutScope({ operation }: AdmittedContext, { actor }: Exchange): void {
  const security: readonly Readonly<Record<string, readonly string[]>>[] = operation.security ?? [];
  for (const scope of security.flatMap((requirement) => requirement['bearerToken'] ?? [])) {
    if (actor === undefined || !mayUse(actor, scope))
      throw new ForbiddenError(`the token lacks the scope \`${scope}\``);
  }
}

/** One validator for all bodies and one for all parameters, which are text and become what the contract says. */
function sharedAjv() {
  const bodies = contractAjv();
  const parameters = contractAjv({ coerceTypes: true });
  return (_ajv: unknown, { coerceTypes }: { coerceTypes?: boolean | 'array' }) =>
    coerceTypes === true ? parameters : bodies;
}

/** openapi-backend walks its whole document for every look-up, several times a request; once is enough. */
function rememberOperations(api: OpenAPIBackend, routes: Routes<ContractOperation>): void {
  const operations = api.getOperations();
  const byId = new Map(operations.map((operation) => [operation.operationId, operation]));
  api.router.getOperations = () => operations;
  api.router.getOperation = (id) => byId.get(id);
  const matchOperation = (request: ContractRequest) => {
    const match = routes.find(request.method, request.path);
    const operation = match.kind === 'found' ? byId.get(match.route.operationId) : undefined;
    if (operation === undefined) throw new Error('404-notFound: no route matches request');
    return operation;
  };
  api.router.matchOperation = matchOperation;
}
