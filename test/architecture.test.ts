import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { breachesIn } from './architecture/import-rules.ts';
import { LONG_TABLES, oversizedIn } from './architecture/size-rules.ts';
import type { SourceFiles } from './architecture/source-imports.ts';

const files: SourceFiles = new Map(
  globSync('{src,migrations,proto,openapi,sensor-agent}/**/*.ts', { exclude: ['**/node_modules/**'] })
    .sort()
    .map((path) => [path, readFileSync(path, 'utf8')]),
);

function declaredBy(path: string): readonly string[] {
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(path, 'utf8')) as {
    dependencies?: Record<string, string>;
    optionalDependencies?: Record<string, string>;
  };
  return Object.keys({ ...dependencies, ...optionalDependencies });
}

describe('the repository', () => {
  it('keeps the import order', () => {
    const declared = { manager: declaredBy('package.json'), agent: declaredBy('sensor-agent/package.json') };
    expect(files.size).toBeGreaterThan(0);
    expect(breachesIn(files, declared)).toEqual([]);
  });

  it('keeps files and folders small', () => {
    expect(oversizedIn(files)).toEqual([]);
  });

  it('lists no long table that is gone', () => {
    expect([...LONG_TABLES.keys()].filter((path) => !files.has(path))).toEqual([]);
  });
});
