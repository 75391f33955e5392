import type { components } from '../../../../openapi/generated/contract.ts';
import { type PolicyFile, type PolicySet, loadPolicySet } from '../../../policy/policy-set.ts';
import { type ApiClient, ApiError } from '../../api-client.ts';

/** A kept decision as the Manager shows it. */
export type KeptDecision = components['schemas']['Decision'];

const PAGE = 1000;

/** @throws {ApiError} when it is not there, or may not be seen */
export function keptDecision(api: ApiClient, id: string): Promise<KeptDecision> {
  return api.get<KeptDecision>(`/api/v1/decisions/${encodeURIComponent(id)}`);
}

/** The decisions made since an instant that the caller may see, newest first, page after page. */
export async function* keptDecisionsSince(api: ApiClient, since: Date): AsyncGenerator<readonly KeptDecision[]> {
  const datetime = `${since.toISOString()}/..`;
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = new URLSearchParams({ datetime, limit: String(PAGE), ...(cursor !== '' && { cursor }) });
    const page: components['schemas']['DecisionPage'] = await api.get(`/api/v1/decisions?${query.toString()}`);
    yield page.items;
    cursor = page.next_cursor;
  }
}

/** The files of a set that is or was in force: by its hash, or `in-force`. @throws {ApiError} */
export async function keptFiles(api: ApiClient, hash: string): Promise<readonly PolicyFile[]> {
  const { files } = await api.get<components['schemas']['PolicySetFiles']>(`/api/v1/policy-set/${hash}`);
  return files.map(({ path, text }) => ({ path, text }));
}

/** The set of files that a Manager had in force. @throws {ApiError} when this program can't read it */
export function readKeptSet(files: readonly PolicyFile[]): PolicySet {
  const loaded = loadPolicySet(files);
  if (loaded.ok) return loaded.set;
  const [fault] = loaded.faults;
  throw new ApiError(`the set can't be read by this program: ${fault?.path ?? ''} ${fault?.detail ?? ''}`, 1);
}
