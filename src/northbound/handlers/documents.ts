import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { NotFoundError } from '../../errors.ts';
import { DOCS_PAGE, DOCS_SCRIPT } from './docs-page.ts';
import type { OperationHandler } from '../contract/operation.ts';
import { notModified, ok, text } from '../contract/operation.ts';
import { PROBLEMS } from '../problem-details.ts';
import type { ProblemKind } from '../problem-details.ts';

/** They refer to each other by file name, so they are served as they lie there: side by side. */
const SCHEMAS = new URL('../../../policies/', import.meta.url);

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

/** `schema_show`: a JSON Schema of the files that regulators write. The contract keeps `name` a plain file name. */
export function showSchema(): OperationHandler<'schema_show'> {
  return async ({ path: { name }, headers }) => {
    const schema = await readFile(new URL(name, SCHEMAS)).catch((error: unknown) => {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      throw isMissing ? new NotFoundError('schema', name) : error;
    });
    const etag = `"${createHash('sha256').update(schema).digest('base64url')}"`;
    const kept = { etag, 'cache-control': 'public, max-age=3600' };
    if (hasTag(headers['if-none-match'], etag)) return notModified(kept);
    return text(schema, { ...kept, 'content-type': 'application/schema+json; charset=utf-8' });
  };
}

/** True when `If-None-Match` lists `etag` or `*`; a weak tag is as good (RFC 9110, 13.1.2). */
function hasTag(ifNoneMatch: string | undefined, etag: string): boolean {
  return (ifNoneMatch ?? '').split(',').some((tag) => ['*', etag, `W/${etag}`].includes(tag.trim()));
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
