import { posix } from 'node:path';
import ts from 'typescript';

/** Source text by path from the root of the repository, `/` between folders. */
export type SourceFiles = ReadonlyMap<string, string>;

/** One import or re-export of a file. */
export interface SourceImport {
  readonly from: string;
  readonly line: number;
  /** A path from the root for a relative import; else the specifier as written. */
  readonly target: string;
  readonly isRelative: boolean;
  /** Gone when the code runs. */
  readonly isTypeOnly: boolean;
}

/** A place in a file where something stands that only some files may do. */
export interface SourceUse {
  readonly file: string;
  readonly line: number;
}

/** All imports of a file: static, re-exported, dynamic with a literal, and `import('…')` types. */
export function importsOf(path: string, text: string): readonly SourceImport[] {
  const source = parse(path, text);
  const found: SourceImport[] = [];
  visit(source, (node) => {
    const reference = referenceIn(node);
    if (reference)
      found.push({ from: path, line: lineOf(source, node), ...reference, ...resolve(path, reference.target) });
  });
  return found;
}

/** Every read of the environment: `process.env`, and `env` imported from `node:process`. */
export function environmentReadsOf(path: string, text: string): readonly SourceUse[] {
  const source = parse(path, text);
  const found: SourceUse[] = [];
  visit(source, (node) => {
    if (readsEnvironment(node)) found.push({ file: path, line: lineOf(source, node) });
  });
  return found;
}

/** `@scope/name` or `name` of a bare specifier; `node:…` stays as it is. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => {
    visit(child, look);
  });
}

function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

function resolve(from: string, specifier: string): { target: string; isRelative: boolean } {
  if (!specifier.startsWith('.')) return { target: specifier, isRelative: false };
  return { target: posix.join(posix.dirname(from), specifier), isRelative: true };
}

interface Reference {
  readonly target: string;
  readonly isTypeOnly: boolean;
}

function referenceIn(node: ts.Node): Reference | undefined {
  if (ts.isImportDeclaration(node)) {
    const isTypeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return reference(node.moduleSpecifier, isTypeOnly);
  }
  if (ts.isExportDeclaration(node)) return reference(node.moduleSpecifier, node.isTypeOnly);
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return reference(node.arguments[0], false);
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return reference(node.argument.literal, true);
  return undefined;
}

function reference(specifier: ts.Node | undefined, isTypeOnly: boolean): Reference | undefined {
  return specifier && ts.isStringLiteralLike(specifier) ? { target: specifier.text, isTypeOnly } : undefined;
}

function readsEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return isProcess(node.expression) && node.name.text === 'env';
  if (ts.isElementAccessExpression(node)) {
    const { argumentExpression: key } = node;
    return isProcess(node.expression) && ts.isStringLiteralLike(key) && key.text === 'env';
  }
  if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name)) {
    return node.initializer !== undefined && isProcess(node.initializer) && node.name.elements.some(isNamedEnv);
  }
  return ts.isImportDeclaration(node) && importsEnv(node);
}

function isProcess(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'process'; // globalThis.process
  return ts.isIdentifier(node) && node.text === 'process';
}

function isNamedEnv(element: ts.BindingElement | ts.ImportSpecifier): boolean {
  const name = element.propertyName ?? element.name;
  return ts.isIdentifier(name) && name.text === 'env';
}

function importsEnv(node: ts.ImportDeclaration): boolean {
  const from = ts.isStringLiteralLike(node.moduleSpecifier) ? node.moduleSpecifier.text : '';
  const named = node.importClause?.namedBindings;
  return (
    /^(node:)?process$/.test(from) && named !== undefined && ts.isNamedImports(named) && named.elements.some(isNamedEnv)
  );
}
