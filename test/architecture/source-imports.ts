import path from 'node:path';
import ts from 'typescript';
import { exists, textOf } from './project-files.js';

/** One module that a file names, and how. */
export interface Import {
  /** As written: `./x.js`, `@turnpike/l402`, `node:fs`. */
  readonly specifier: string;
  /** For a relative specifier the file it means, by its path from the root; otherwise null. */
  readonly file: string | null;
  /** The imported names; empty for `import x`, `import * as x`, `import()` and `require`. */
  readonly names: readonly string[];
  /** True if nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
}

const parsed = new Map<string, ts.SourceFile>();

/** The syntax tree of a file of the project, parsed once. */
export function sourceOf(file: string): ts.SourceFile {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const tree = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2023, true);
  parsed.set(file, tree);
  return tree;
}

function relativeFile(from: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  const file = path.posix.join(path.posix.dirname(from), specifier).replace(/\.js$/, '.ts');
  return !exists(file) && exists(`${file}x`) ? `${file}x` : file;
}

function clauseOf(node: ts.ImportDeclaration | ts.ExportDeclaration): {
  names: string[];
  typeOnly: boolean;
} {
  if (ts.isExportDeclaration(node)) {
    const clause = node.exportClause;
    const elements = clause !== undefined && ts.isNamedExports(clause) ? [...clause.elements] : [];
    return { names: elements.map((one) => (one.propertyName ?? one.name).text), typeOnly: node.isTypeOnly };
  }
  const bindings = node.importClause?.namedBindings;
  const elements = bindings !== undefined && ts.isNamedImports(bindings) ? [...bindings.elements] : [];
  const allTypes = elements.length > 0 && elements.every((one) => one.isTypeOnly);
  return {
    names: elements.map((one) => (one.propertyName ?? one.name).text),
    typeOnly: node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword || allTypes,
  };
}

function isModuleCall(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false;
  const callee = node.expression;
  return (
    callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')
  );
}

/** Every module that a file names: imports, exports from, `import()` in both its senses, and `require`. */
export function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, names: string[], typeOnly: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    found.push({ specifier: specifier.text, file: relativeFile(file, specifier.text), names, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      const { names, typeOnly } = clauseOf(node);
      add(node.moduleSpecifier, names, typeOnly);
    } else if (isModuleCall(node)) {
      add(node.arguments[0], [], false);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, [], true);
    }
    ts.forEachChild(node, visit);
  };
  visit(sourceOf(file));
  return found;
}

/** Whether a specifier means a package or something inside it. */
export function isPackage(specifier: string, name: string): boolean {
  return specifier === name || specifier.startsWith(`${name}/`);
}
