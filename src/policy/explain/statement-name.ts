import type { CompiledStatement } from '../compile/statement.ts';
import { statementName } from '../decision-json.ts';
import { referenceTo } from '../evaluate/explain.ts';

/** A statement as explanations and records name it: `<namespace>:<policy>#<StatementId>`. */
export function nameOf(statement: CompiledStatement): string {
  return statementName(referenceTo(statement));
}
