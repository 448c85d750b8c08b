import ts from 'typescript';
import { textOf } from './project-files.js';

/** The tables of the schema, by the name under which Prisma's client has them: `apiKey` is `api_key`. */
export const tablesByDelegate: ReadonlyMap<string, string> = new Map(
  [...textOf('prisma/schema.prisma').matchAll(/^model (\w+) \{[\s\S]*?^\}/gm)].map(([model, name = '']) => [
    name.charAt(0).toLowerCase() + name.slice(1),
    /@@map\("(\w+)"\)/.exec(model)?.[1] ?? name,
  ]),
);

const tables = new Set(tablesByDelegate.values());
const statement = /\b(?:FROM|INTO|UPDATE|JOIN|TABLE|TRUNCATE|ONLY|USING)\s+"?([a-z_]+)"?/gi;
const operation = /^(?:find|create|update|upsert|delete|count$|aggregate$|groupBy$)/;

/** The tables of ours that a file names in a statement of SQL, or queries through Prisma's client or a transaction of it. */
export function tableUses(source: ts.SourceFile): string[] {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    const names = isText(node) ? [...node.text.matchAll(statement)].map(([, name = '']) => name) : [];
    for (const name of names) if (tables.has(name)) found.add(name);
    const table = tablesByDelegate.get(delegateOf(node) ?? '');
    if (table !== undefined) found.add(table);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found].sort();
}

/** A text, or a piece of one between its values; a comment is none. */
function isText(node: ts.Node): node is ts.LiteralLikeNode {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddle(node) ||
    ts.isTemplateTail(node)
  );
}

/**
 * The `apiKey` of `prisma.apiKey.findMany`, `tx['apiKey'].create` and `const { apiKey } = prisma`: what the client has by that
 * name, before an operation or taken out of it.
 */
function delegateOf(node: ts.Node): string | null {
  if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
    const pattern = node.parent.parent;
    const from = ts.isVariableDeclaration(pattern) ? pattern.initializer?.getText() : undefined;
    return isClient(from) ? (node.propertyName ?? node.name).getText() : null;
  }
  if (!ts.isPropertyAccessExpression(node) || !operation.test(node.name.text)) return null;
  const { expression } = node;
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  if (!ts.isElementAccessExpression(expression)) return null;
  const { argumentExpression } = expression;
  return ts.isStringLiteralLike(argumentExpression) ? argumentExpression.text : null;
}

function isClient(text: string | undefined): boolean {
  return text !== undefined && /(?:^|\.)(?:prisma|tx|client|transaction)$/i.test(text);
}
