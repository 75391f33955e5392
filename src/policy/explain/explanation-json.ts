import { toRequestJson } from '../request-to-json.ts';
import type { ExplainedNearest, ExplainedStatement, Explanation } from './explanation.ts';

/** An explanation in JSON, beside the decision it explains. */
export type ExplanationJson = Pick<Explanation, 'steps' | 'settings' | 'pieces'> & {
  readonly statements: readonly StatementJson[];
  readonly nearest?: NearestJson;
};

/** What one statement said. */
export type StatementJson = Omit<ExplainedStatement, 'inPart'> & { readonly in_part: boolean };

/** The nearest permitted request in the words of the policy language, and in what it differs. */
export interface NearestJson extends Pick<ExplainedNearest, 'changes'> {
  /** Absent when none was found. */
  readonly request?: Readonly<Record<string, unknown>>;
  /** False when far candidates were not looked at. */
  readonly complete: boolean;
}

/** All of the explanation but the decision. */
export function toExplanationJson({ statements, steps, settings, pieces, nearest }: Explanation): ExplanationJson {
  return {
    statements: statements.map(({ inPart, ...statement }) => ({ ...statement, in_part: inPart })),
    steps,
    settings,
    pieces,
    ...(nearest && {
      nearest: {
        ...(nearest.request && { request: toRequestJson(nearest.request) }),
        changes: nearest.changes,
        complete: nearest.isComplete,
      },
    }),
  };
}
