import type { OperationPolicy } from '../../enforcement/access.ts';
import type { ContractDocument, ContractOperation } from './contract-document.ts';
import { OUTSIDE_THE_GATE } from '../outside-the-gate.ts';

type PolicyScope = OperationPolicy['scope'];

const SCOPES: ReadonlySet<string> = new Set<PolicyScope>([
  'sensing-management',
  'sensing-data-management',
  'sensor-management',
]);
/** The operations of the policy language (§4.9) that the HTTP edge can stand for. */
const SCOS_TASKS = new Set([
  'Discovery',
  'Scanning',
  'Calibration',
  'Transmission',
  'Storage',
  'Deletion',
  'Association',
  'Configuration',
  'Policy-administration',
  'Administration',
]);

/** Whether policy knows the scope. */
export function isPolicyScope(scope: string | undefined): scope is PolicyScope {
  return scope !== undefined && SCOPES.has(scope);
}

/** Everything that keeps the Manager from serving by this contract, one line each: what is not said is not open. */
export function contractFaults(
  document: ContractDocument,
  operations: readonly ContractOperation[],
  handlers: object,
): string[] {
  const ids = operations.map(({ operationId }) => operationId);
  const outside = Object.keys(OUTSIDE_THE_GATE);
  return [
    ...operations.flatMap((operation) =>
      faultsOf(operation, document).map((fault) => `${nameOf(operation)}: ${fault}`),
    ),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `operationId \`${id}\` is used twice`),
    ...ids.filter((id) => !(id in handlers)).map((id) => `operation \`${id}\` has no handler`),
    ...Object.keys(handlers)
      .filter((id) => !ids.includes(id))
      .map((id) => `handler \`${id}\` has no operation`),
    ...outside.filter((id) => !ids.includes(id)).map((id) => `\`${id}\` is outside the gate and not in the contract`),
  ];
}

function nameOf({ operationId, method, path }: ContractOperation): string {
  return operationId === '' ? `${method.toUpperCase()} ${path}` : `operation \`${operationId}\``;
}

function faultsOf(operation: ContractOperation, document: ContractDocument): string[] {
  const { operationId, description, responses } = operation;
  const checks: readonly (readonly [boolean, string])[] = [
    [/^[a-z]+(?:_[a-z]+)+$/.test(operationId), 'operationId must be in snake_case'],
    [description !== undefined && description !== '', 'description is missing'],
    [Object.values(responses).some(hasProblem), 'no error is answered as application/problem+json'],
    [Object.values(responses).every((response) => hasExample(response)), 'a JSON response has no example'],
    [operation.requestBody === undefined || hasExample(operation.requestBody), 'the request body has no example'],
  ];
  const failed = checks.filter(([isGood]) => !isGood).map(([, fault]) => fault);
  return [...failed, ...securityFaults(operation, document)];
}

function securityFaults(operation: ContractOperation, document: ContractDocument): string[] {
  const { operationId, security, 'x-scos-scope': scope, 'x-scos-task': task } = operation;
  if (security === undefined) return ['security is missing'];
  const unknown = security.flatMap(Object.keys).filter((scheme) => !(scheme in document.components.securitySchemes));
  if (unknown.length > 0) return unknown.map((scheme) => `security scheme \`${scheme}\` is not defined`);
  if (operationId in OUTSIDE_THE_GATE) {
    const needsToken = OUTSIDE_THE_GATE[operationId as keyof typeof OUTSIDE_THE_GATE] === 'token';
    return needsToken === security.length > 0 ? [] : ['security is not what outside-the-gate.ts says'];
  }
  const scopes = security.map((requirement) => Object.values(requirement).flat());
  return [
    ...(security.length > 0 && scopes.every((names) => names.length > 0) ? [] : ['security names no scope']),
    ...(isPolicyScope(scope) ? [] : ['x-scos-scope is missing or unknown']),
    ...(task !== undefined && SCOS_TASKS.has(task) ? [] : ['x-scos-task is missing or unknown']),
  ];
}

interface WithContent {
  readonly content?: Readonly<Record<string, { readonly example?: unknown; readonly examples?: object }>>;
}

function hasProblem(response: WithContent): boolean {
  return response.content?.['application/problem+json'] !== undefined;
}

function hasExample({ content = {} }: WithContent): boolean {
  return Object.entries(content).every(
    ([media, { example, examples }]) =>
      !media.includes('json') || example !== undefined || Object.keys(examples ?? {}).length > 0,
  );
}
