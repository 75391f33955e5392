/** `node .ci/check-yaml.ts FILE…`: fails when a file is not YAML, or gives a key twice. */
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';

for (const path of process.argv.slice(2)) {
  const { errors, warnings } = parseDocument(readFileSync(path, 'utf8'), { merge: true });
  for (const { message } of [...errors, ...warnings]) console.error(`${path}: ${message}`);
  if (errors.length + warnings.length > 0) process.exitCode = 1;
}
