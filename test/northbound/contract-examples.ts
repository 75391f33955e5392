import type { ContractDocument, ContractOperation } from '../../src/northbound/contract/contract-document.ts';
import { operationsOf, readContract } from '../../src/northbound/contract/contract-document.ts';

/** A request that the contract shows, ready to be sent. */
export interface ContractExample {
  readonly operationId: string;
  /** Of the body; `parameters` where there is none. */
  readonly name: string;
  readonly method: string;
  /** With query; where `needs` is set, `PLACEHOLDER` stands for an id. */
  readonly path: string;
  readonly body: unknown;
  /** Those of its parameters that are headers. */
  readonly headers: Readonly<Record<string, string>>;
  readonly expectedStatus: number;
  /** What must exist first, and whose id takes the place of the placeholder in path and body: `sensor`, `task` … */
  readonly needs: string | undefined;
  readonly isStream: boolean;
}

/** Stands in paths and bodies for the id of what an example needs. */
export const PLACEHOLDER = '019a9f3e-7c00-7000-8000-000000000001';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly example?: unknown;
}
type Example = { readonly value?: unknown; readonly $ref?: string; readonly 'x-example-needs'?: string };
interface Documented extends ContractOperation {
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly 'x-example-needs'?: string;
}
interface Components {
  readonly components: { readonly parameters: Readonly<Record<string, Parameter>> };
}

/** Every request example of the contract: what makes things first, then what reads them, then what removes them. */
export function contractExamples(): ContractExample[] {
  const document = JSON.parse(readContract()) as ContractDocument & Components;
  const operations = operationsOf(document) as readonly Documented[];
  const examples = operations.flatMap((operation) => examplesOf(operation, document.components.parameters));
  return examples.sort((a, b) => rank(a) - rank(b));
}

/** The id of the placeholder's thing put in its place. */
export function withId(example: ContractExample, id: string): ContractExample {
  const body: unknown =
    example.body === undefined ? undefined : JSON.parse(JSON.stringify(example.body).replaceAll(PLACEHOLDER, id));
  return { ...example, path: example.path.replace(PLACEHOLDER, id), body };
}

function rank({ method }: ContractExample): number {
  return ['post', 'put', 'get', 'delete'].indexOf(method);
}

function examplesOf(operation: Documented, shared: Readonly<Record<string, Parameter>>): ContractExample[] {
  const bodies = operation.requestBody?.content?.['application/json']?.examples ?? { parameters: {} };
  const parameters = (operation.parameters ?? []).map((parameter) =>
    '$ref' in parameter ? shared[parameter.$ref.split('/').at(-1) ?? ''] : parameter,
  );
  return Object.entries(bodies).map(([name, example]: [string, Example]) => ({
    operationId: operation.operationId,
    name,
    method: operation.method,
    path: pathOf(
      operation,
      parameters.filter((parameter) => parameter !== undefined),
    ),
    body: example.value,
    headers: headersOf(parameters.filter((parameter) => parameter !== undefined)),
    expectedStatus: statusOf(operation, example.value),
    needs: example['x-example-needs'] ?? operation['x-example-needs'],
    isStream: operation.operationId === 'event_follow',
  }));
}

function pathOf(operation: Documented, parameters: readonly Parameter[]): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    if (operation['x-example-needs'] !== undefined) return PLACEHOLDER;
    return textOf(parameters.find((parameter) => parameter.name === name)?.example);
  });
  const query = parameters.filter((parameter) => parameter.in === 'query' && parameter.example !== undefined);
  const text = new URLSearchParams(
    query.map(({ name, example }): [string, string] => [name, textOf(example)]),
  ).toString();
  return text === '' ? path : `${path}?${text}`;
}

function headersOf(parameters: readonly Parameter[]): Readonly<Record<string, string>> {
  const shown = parameters.filter((parameter) => parameter.in === 'header' && parameter.example !== undefined);
  return Object.fromEntries(shown.map(({ name, example }) => [name.toLowerCase(), textOf(example)]));
}

function statusOf({ responses }: Documented, body: unknown): number {
  const isCheck = typeof body === 'object' && body !== null && 'validate_only' in body && body.validate_only === true;
  const statuses = Object.keys(responses)
    .map(Number)
    .filter((status) => status < 300);
  return isCheck ? Math.min(...statuses) : Math.max(...statuses);
}

/** As it stands in an address: lists with commas. */
function textOf(example: unknown): string {
  if (Array.isArray(example)) return example.map(textOf).join(',');
  return typeof example === 'string' ? example : JSON.stringify(example);
}
