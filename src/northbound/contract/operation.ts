import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { operations } from '../../../openapi/generated/contract.ts';
import type { Access } from '../../enforcement/access.ts';
import type { AuthenticatedActor } from '../../identity/actor.ts';
import type { OutsideTheGate, WithToken } from '../outside-the-gate.ts';

export type OperationId = keyof operations;

/** The body of a request, as the contract promises it. */
export type BodyOf<Id extends OperationId> = operations[Id] extends {
  readonly requestBody: { readonly content: { readonly 'application/json': infer Body } };
}
  ? Body
  : undefined;

type Parameters<Id extends OperationId> = operations[Id]['parameters'];
type NoParameters = Readonly<Record<string, never>>;

/** The query parameters of a request, of the types the contract promises. */
export type QueryOf<Id extends OperationId> =
  Parameters<Id> extends { readonly query?: infer Query }
    ? [Query] extends [undefined]
      ? NoParameters
      : NonNullable<Query>
    : NoParameters;

/** The path parameters of a request. */
export type PathOf<Id extends OperationId> =
  Parameters<Id> extends { readonly path: infer Path }
    ? [Path] extends [undefined]
      ? NoParameters
      : Path
    : NoParameters;

interface Call<Id extends OperationId> {
  readonly body: BodyOf<Id>;
  readonly query: QueryOf<Id>;
  readonly path: PathOf<Id>;
  readonly headers: IncomingHttpHeaders;
  /** Aborts when the client is gone or the Manager stops. */
  readonly signal: AbortSignal;
}

/** What a handler gets: a request that contract, token and role have admitted; policy is asked through `access`. */
export type CallOf<Id extends OperationId> = Id extends OutsideTheGate
  ? Id extends WithToken
    ? Call<Id> & { readonly actor: AuthenticatedActor }
    : Call<Id>
  : Call<Id> & {
      readonly actor: AuthenticatedActor;
      readonly access: Access;
      /** For answers that take long. @throws {UnauthenticatedError} when the token of the request no longer holds */
      authenticateAgain(): Promise<void>;
    };

/** Maps in, calls the domain once, maps out. */
export type OperationHandler<Id extends OperationId> = (call: CallOf<Id>) => AnswerOf<Id> | Promise<AnswerOf<Id>>;

/** One handler for every operation of the contract; the compiler points at any left out. */
export type Handlers = { readonly [Id in OperationId]: OperationHandler<Id> };

export type Headers = Readonly<Record<string, string>>;

export interface JsonAnswer<Status extends number, Body> {
  readonly kind: 'json';
  readonly status: Status;
  readonly body: Body;
  readonly headers: Headers;
}

/** Anything that is not JSON of the contract's making. */
export interface TextAnswer {
  readonly kind: 'text';
  readonly status: 200;
  readonly text: string | Uint8Array;
  readonly headers: Headers;
}

export interface EmptyAnswer {
  readonly kind: 'empty';
  readonly status: 204;
}

/** An answer of any length. `write` ends when all is sent or the signal aborts; it does not end the response. */
export interface StreamAnswer {
  readonly kind: 'stream';
  readonly status: 200;
  readonly headers: Headers;
  readonly write: (response: ServerResponse) => Promise<void>;
  /** Frees what `write` would have used, when it is not called (HEAD). */
  readonly discard: () => Promise<void>;
}

/** What the client has is what it would get; `headers` as they would be with it. */
export interface NotModifiedAnswer {
  readonly kind: 'not-modified';
  readonly status: 304;
  readonly headers: Headers;
}

export type AnyAnswer = JsonAnswer<number, unknown> | TextAnswer | EmptyAnswer | NotModifiedAnswer | StreamAnswer;

/** The answers that the contract has for an operation, apart from problems, which are thrown. */
export type AnswerOf<Id extends OperationId> =
  | JsonAnswersOf<operations[Id]['responses']>
  | OtherAnswersOf<operations[Id]['responses']>
  | (operations[Id]['responses'] extends { readonly 304: unknown } ? NotModifiedAnswer : never);

type JsonAnswersOf<Responses> = {
  [Status in keyof Responses & number]: Responses[Status] extends {
    readonly content: { readonly 'application/json': infer Body };
  }
    ? JsonAnswer<Status, Body>
    : never;
}[keyof Responses & number];

type OtherAnswersOf<Responses> = Responses extends { readonly 204: unknown } ? EmptyAnswer : TextAnswer | StreamAnswer;

export function ok<Body>(body: Body, headers: Headers = {}): JsonAnswer<200, Body> {
  return { kind: 'json', status: 200, body, headers };
}

/** `location`: where the new thing is. */
export function created<Body>(location: string | undefined, body: Body): JsonAnswer<201, Body> {
  return { kind: 'json', status: 201, body, headers: location === undefined ? {} : { location } };
}

export function noContent(): EmptyAnswer {
  return { kind: 'empty', status: 204 };
}

export function notModified(headers: Headers): NotModifiedAnswer {
  return { kind: 'not-modified', status: 304, headers };
}

export function text(content: string | Uint8Array, headers: Headers): TextAnswer {
  return { kind: 'text', status: 200, text: content, headers };
}
