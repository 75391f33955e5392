import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { NotFoundError } from '../../errors.ts';
import { DOCS_PAGE, DOCS_SCRIPT } from './docs-page.ts';
import type { OperationHandler } from '../contract/operation.ts';
import { ok, text } from '../contract/operation.ts';
import { PROBLEMS } from '../problem-details.ts';
import type { ProblemKind } from '../problem-details.ts';

const POLICY_SCHEMA = new URL('../../../policies/policy.schema.json', import.meta.url);

/** `contract_show`: the contract as one file, made once. */
export function showContract(contract: string): OperationHandler<'contract_show'> {
  const compact = JSON.stringify(JSON.parse(contract));
  return () => text(compact, { 'content-type': 'application/json; charset=utf-8' });
}

/** `docs_show` */
export function showDocs(): OperationHandler<'docs_show'> {
  return () => text(DOCS_PAGE, { 'content-type': 'text/html; charset=utf-8' });
}

const ASSET_TYPES = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
  'clearband-docs.js': 'text/javascript; charset=utf-8',
} as const;

/** `docs_asset`: from swagger-ui's package, but for the few lines that start it. */
export function sendDocsAsset(): OperationHandler<'docs_asset'> {
  return async ({ path: { asset } }) => {
    const content = asset === 'clearband-docs.js' ? DOCS_SCRIPT : await readFile(packagePath(asset));
    return text(content, { 'content-type': ASSET_TYPES[asset], 'cache-control': 'public, max-age=3600' });
  };
}

function packagePath(asset: string): string {
  return fileURLToPath(import.meta.resolve(`swagger-ui-dist/${asset}`));
}

/** `policy_schema_show` */
export function showPolicySchema(): OperationHandler<'policy_schema_show'> {
  return async () => {
    const schema = await readFile(POLICY_SCHEMA).catch((error: unknown) => {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      throw isMissing ? new NotFoundError('schema', 'policy.schema.json') : error;
    });
    return text(schema, { 'content-type': 'application/schema+json; charset=utf-8' });
  };
}

/** `problem_show`: what the `type` of a problem document means. */
export function describeProblem(): OperationHandler<'problem_show'> {
  return ({ path: { problem } }) => {
    if (!isProblemKind(problem)) throw new NotFoundError('problem', problem);
    return ok({ type: `/problems/${problem}`, ...PROBLEMS[problem] });
  };
}

function isProblemKind(name: string): name is ProblemKind {
  return Object.hasOwn(PROBLEMS, name);
}
