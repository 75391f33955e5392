import { layOver } from '../../policy/edit/lay-over.ts';
import { type PolicyFault, type PolicySet, loadPolicySet } from '../../policy/policy-set.ts';
import { parseQuantity } from '../../spectrum/quantity.ts';
import { UsageError } from '../command.ts';
import { print } from '../output.ts';
import { readPolicyPaths } from './policy-paths.ts';
import type { PolicyVerb } from './policy-verb.ts';
import { ImpactReplay } from './replay/impact.ts';
import { impactLines } from './replay/impact-report.ts';
import { keptDecisionsSince, keptFiles, readKeptSet } from './replay/kept-decisions.ts';

const DEFAULT_SINCE = '30d';

/** `clearband policy impact`: 0 when the draft turns no kept decision round, 1 when it does, or has faults. */
export const impactVerb: PolicyVerb = {
  usage: 'DRAFT… [--since 30d] [--whole]',
  summary: 'kept decisions that a draft would turn round, by actor, sensor and band',
  async run(command, context) {
    if (command.words.length === 0) throw new UsageError('`policy impact` needs the files or directories of a draft');
    const since = sinceOf(command.options.since ?? DEFAULT_SINCE, new Date());
    const drafts = await readPolicyPaths(command.words, context.directory);
    const api = await context.api();
    const files = await keptFiles(api, 'in-force');
    // A file may have the same path in the set and in the draft.
    const named = files.map((file) => ({ ...file, path: `in force: ${file.path}` }));
    const draft = loadPolicySet(command.options.whole === true ? drafts : layOver(named, drafts));
    if (!draft.ok) {
      for (const fault of draft.faults) process.stderr.write(`clearband: ${describeFault(fault)}\n`);
      return 1;
    }
    const impact = await replay(keptDecisionsSince(api, since), readKeptSet(files), draft.set);
    print(command, { since: since.toISOString(), ...impact }, () => impactLines(impact, since));
    return impact.flips === 0 ? 0 : 1;
  },
};

async function replay(pages: ReturnType<typeof keptDecisionsSince>, inForce: PolicySet, draft: PolicySet) {
  const impact = new ImpactReplay(inForce, draft);
  for await (const page of pages) for (const decision of page) impact.add(decision);
  return impact.result();
}

/** An instant, or how long before `now`, with a unit: `30d`, `12 h`, `P7D`. @throws {UsageError} */
export function sinceOf(text: string, now: Date): Date {
  const ago = parseQuantity(text.replace(/^(\d+(?:\.\d+)?)([a-z]+)$/, '$1 $2'), 'time');
  const isDuration = ago.ok && !/^[\d.]+$/.test(text);
  const isInstant = /^\d{4}-/.test(text);
  const since = isDuration ? now.getTime() - ago.value * 1000 : isInstant ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(since)) return new Date(since);
  throw new UsageError(`\`--since ${text}\`: say how long, such as \`30d\`, or an instant`);
}

function describeFault({ path, line, column, pointer, detail }: PolicyFault): string {
  return `${path}${line === undefined ? ` ${pointer}` : `:${line}:${column ?? 1}`}: ${detail}`;
}
