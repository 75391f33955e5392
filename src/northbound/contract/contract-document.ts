import { readFileSync } from 'node:fs';

/** What the edge reads of an operation of the contract; the rest is for people and validators. */
export interface ContractOperation {
  /** Empty where the contract has none. */
  readonly operationId: string;
  readonly path: string;
  /** In lower case. */
  readonly method: string;
  readonly description?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly requestBody?: ContractContent;
  /** By status; what the document keeps elsewhere is put in its place. */
  readonly responses: Readonly<Record<string, ContractContent>>;
  readonly 'x-scos-scope'?: string;
  readonly 'x-scos-task'?: string;
}

export interface ContractContent {
  readonly content?: Readonly<Record<string, MediaType>>;
}

interface MediaType {
  readonly schema?: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, object>>;
}

/** The bundled contract. */
export interface ContractDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, PathMember>>>>;
  readonly components: {
    readonly securitySchemes: Readonly<Record<string, unknown>>;
    readonly schemas: Readonly<Record<string, object>>;
    readonly responses?: Readonly<Record<string, ContractContent>>;
  };
}

type Reference = { readonly $ref: string };
type PathMember = Omit<ContractOperation, 'path' | 'method' | 'operationId' | 'responses'> & {
  readonly operationId?: string;
  readonly responses?: Readonly<Record<string, ContractContent | Reference>>;
};

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch', 'options', 'head', 'trace']);
const BUNDLE = new URL('../../../openapi/generated/clearband.json', import.meta.url);

/** The contract's text, one JSON document. */
export function readContract(): string {
  return readFileSync(BUNDLE, 'utf8');
}

/** Every operation, with its own security only: a default of the document is not a decision. */
export function operationsOf({ paths, components }: ContractDocument): ContractOperation[] {
  const resolve = (response: ContractContent | Reference): ContractContent =>
    '$ref' in response ? (components.responses?.[response.$ref.split('/').at(-1) ?? ''] ?? {}) : response;
  return Object.entries(paths).flatMap(([path, members]) =>
    Object.entries(members)
      .filter(([method]) => METHODS.has(method))
      .map(([method, { operationId = '', responses = {}, ...operation }]) => ({
        ...operation,
        operationId,
        path,
        method,
        responses: Object.fromEntries(
          Object.entries(responses).map(([status, response]) => [status, resolve(response)]),
        ),
      })),
  );
}
