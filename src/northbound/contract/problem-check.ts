import type { ContractDocument } from './contract-document.ts';
import type { Problem } from '../problem-details.ts';
import { contractAjv } from './contract-ajv.ts';

/** What is wrong with a problem document, or undefined. For tests. */
export function problemCheck(document: ContractDocument): (problem: Problem) => string | undefined {
  const ajv = contractAjv();
  ajv.addSchema(document, 'contract');
  const validate = ajv.compile({ $ref: 'contract#/components/schemas/Problem' });
  return (problem) => {
    const isValid = validate(JSON.parse(JSON.stringify(problem)));
    return isValid ? undefined : `the problem is not what the contract says: ${ajv.errorsText(validate.errors)}`;
  };
}
