/** `npm run lint:contract`: the contract passes two linters that this project did not write. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { bundleContract, lintContract } from './redocly.ts';

const root = join(import.meta.dirname, '..');

/** The OpenAPI meta-schema's faults of the bundled contract, one line each. */
async function schemaFaults(): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'clearband-contract-'));
  try {
    const bundle = join(folder, 'clearband.json');
    bundleContract(root, bundle);
    const { valid, errors } = await new Validator().validate(
      JSON.parse(readFileSync(bundle, 'utf8')) as Record<string, unknown>,
    );
    if (valid) return [];
    if (typeof errors === 'string' || errors === undefined) return [errors ?? 'the contract is not valid'];
    return errors.map(({ instancePath, message }) => `${instancePath || '/'} ${message ?? 'is not valid'}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const lint = lintContract(root);
console.log(lint.output.trim());
const faults = lint.ok ? await schemaFaults() : [];
for (const fault of faults) console.error(fault);
if (lint.ok) console.log(`OpenAPI meta-schema: ${faults.length === 0 ? 'valid' : `${faults.length} faults`}`);
process.exitCode = lint.ok && faults.length === 0 ? 0 : 1;
