import { MAY_IMPORT, ONLY_PACKAGES, PACKAGE_HOMES, READS_ENVIRONMENT, zoneOf } from './folder-order.ts';
import { environmentReadsOf, importsOf, packageOf, type SourceFiles, type SourceImport } from './source-imports.ts';

/** Names of the packages that each package.json declares for use at run time. */
export interface DeclaredPackages {
  readonly manager: readonly string[];
  readonly agent: readonly string[];
}

/** Everything in the files that goes against the import order, one line each: place, what, which rule. */
export function breachesIn(files: SourceFiles, declared: DeclaredPackages): readonly string[] {
  const imports = shippedImports(files);
  return [
    ...imports.flatMap((each) => (each.isRelative ? orderBreaches(each) : packageBreaches(each, declared))),
    ...environmentBreaches(files),
    ...cyclesAmong(imports),
  ];
}

function shippedImports(files: SourceFiles): readonly SourceImport[] {
  return [...files].filter(([path]) => zoneOf(path) !== undefined).flatMap(([path, text]) => importsOf(path, text));
}

function orderBreaches(each: SourceImport): readonly string[] {
  const from = zoneOf(each.from) ?? '';
  const allowed = MAY_IMPORT[from];
  if (allowed === undefined) return [`${place(each)} stands in \`${from}\`, which has no place in the import order`];
  const to = zoneOf(each.target);
  if (to === from || (to !== undefined && allowed.includes(to))) return [];
  return [`${place(each)} imports ${each.target}, but ${from} may import only ${allowed.join(', ') || 'itself'}`];
}

function packageBreaches(each: SourceImport, declared: DeclaredPackages): readonly string[] {
  const name = packageOf(each.target);
  const found = PACKAGE_HOMES.filter((limit) => limit.name.test(name) && !limit.home.test(each.from)).map(
    ({ rule }) => `${place(each)} imports ${name}, but ${rule}`,
  );
  const listed = ONLY_PACKAGES[zoneOf(each.from) ?? ''];
  if (listed && !listed.names.includes(name)) found.push(`${place(each)} imports ${name}, but ${listed.rule}`);
  return isDeclared(each, name, declared)
    ? found
    : [...found, `${place(each)} imports ${name}, which its package.json does not declare`];
}

/** Types may come from a development dependency, since nothing is left of them when the code runs. */
function isDeclared(each: SourceImport, name: string, { manager, agent }: DeclaredPackages): boolean {
  if (name.startsWith('node:') || each.isTypeOnly) return true;
  return (zoneOf(each.from) === 'sensor-agent' ? agent : manager).includes(name);
}

function environmentBreaches(files: SourceFiles): readonly string[] {
  return [...files]
    .filter(([path]) => /^(src|sensor-agent|migrations)\//.test(path) && !READS_ENVIRONMENT.test(path))
    .flatMap(([path, text]) => environmentReadsOf(path, text))
    .map(({ file, line }) => `${file}:${line} reads process.env, but only config.ts, main.ts and src/cli may`);
}

/** Each knot of files that import each other's values, once, as the path around it. */
function cyclesAmong(imports: readonly SourceImport[]): readonly string[] {
  const values = imports.filter(({ isRelative, isTypeOnly }) => isRelative && !isTypeOnly);
  const targets = Map.groupBy(values, ({ from }) => from);
  const finished = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push(`${[...trail.slice(start), path].join(' → ')} is a cycle`);
    if (start >= 0 || finished.has(path)) return;
    for (const { target } of targets.get(path) ?? []) walk(target, [...trail, path]);
    finished.add(path);
  };
  for (const path of targets.keys()) walk(path, []);
  return found;
}

function place({ from, line }: SourceImport): string {
  return `${from}:${line}`;
}
