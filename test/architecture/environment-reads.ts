import ts from 'typescript';

/**
 * Every place of a file from which the environment could be read: `process` may be named only as `process.<member>`, and the
 * member must not be `env`. So `process` itself goes nowhere, neither by another name nor in pieces, by no import and by no
 * detour over `globalThis`.
 */
export function environmentReads(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (opensEnvironment(node)) found.push(statementOf(node).getText(source).split('\n')[0] ?? '');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function opensEnvironment(node: ts.Node): boolean {
  if (ts.isStringLiteralLike(node)) return node.text === 'node:process' || isModuleName(node);
  if (!ts.isIdentifier(node)) return false;
  if (isNameOfMember(node)) return node.text === 'process' && isGlobalObject(node.parent);
  if (node.text === 'globalThis' || node.text === 'global') return !isMemberOf(node);
  return node.text === 'process' && !(isMemberOf(node) && memberName(node.parent) !== 'env');
}

/** `process` as a module: of an import, an export, `import()`, `require` or the like. */
function isModuleName(node: ts.StringLiteralLike): boolean {
  if (node.text !== 'process') return false;
  const { parent } = node;
  const called = ts.isCallExpression(parent) && parent.arguments[0] === node;
  return called || ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent);
}

/** The `b` of `a.b`, `{ b: a }` or a type, method or parameter called so: a name, no use of the variable. */
function isNameOfMember(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) {
    return (ts.isPropertyAccessExpression(parent) ? parent.name : parent.right) === node;
  }
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  return (
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isPropertySignature(parent) ||
    (ts.isPropertyDeclaration(parent) && parent.name === node)
  );
}

function isGlobalObject(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && /^(globalThis|global)$/.test(node.expression.getText());
}

function isMemberOf(node: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node;
}

function memberName(node: ts.Node): string {
  return ts.isPropertyAccessExpression(node) ? node.name.text : '';
}

function statementOf(node: ts.Node): ts.Node {
  return ts.findAncestor(node, ts.isStatement) ?? node;
}
