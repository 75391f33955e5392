import type { Options } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { FORMATS } from './formats.ts';

/**
 * A validator of JSON Schema 2020-12 that names every fault and says where in the schema it came from. Non-finite
 * numbers (`1e999`) are not numbers. Bodies are cut to a bearable number of values before they come here.
 */
export function contractAjv(options: Options = {}): Ajv2020 {
  // With coercion the strictness would let the infinite pass by every limit, instead of refusing it.
  const strictNumbers = options.coerceTypes !== true;
  const ajv = new Ajv2020({ ...options, strict: false, strictNumbers, allErrors: true, verbose: true });
  for (const [name, validate] of Object.entries(FORMATS)) ajv.addFormat(name, { type: 'string', validate });
  return ajv;
}
