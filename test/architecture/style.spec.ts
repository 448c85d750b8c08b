import ts from 'typescript';
import { filesBelow, isShipped, linesOf, projectFiles, textOf } from './project-files.js';
import { sourceOf } from './source-imports.js';

/** One concept a file; what needs more lines holds two. */
const linesMax = 250;

const code = filesBelow(['apps', 'libs', 'prisma', 'test'], ['.ts', '.tsx', '.mjs']).concat(
  projectFiles.filter((file) => /^[^/]+\.(mjs|ts)$/.test(file)),
);
const sources = code.filter((file) => /\.tsx?$/.test(file));

describe('files', () => {
  it(`have at most ${String(linesMax)} lines`, () => {
    const long = code
      .map((file) => ({ file, lines: linesOf(file).length }))
      .filter(({ lines }) => lines > linesMax)
      .map(({ file, lines }) => `${file} has ${String(lines)} lines`);
    expect(long).toEqual([]);
  });

  it('have names in kebab-case, with the role after a dot', () => {
    const name = /^([a-z0-9]+(-[a-z0-9]+)*)(\.[a-z0-9-]+)*$|^README\.md$|^LICENSE$/;
    const odd = filesBelow(['apps', 'libs', 'test'], ['']).filter((file) =>
      file.split('/').some((part) => !name.test(part)),
    );
    expect(odd).toEqual([]);
  });

  it('have no name that says nothing, in files and folders', () => {
    const empty = /^(utils?|helpers?|common|managers?|misc|shared|stuff)$/;
    const odd = filesBelow(['apps', 'libs', 'prisma', 'test'], ['']).filter((file) =>
      file.split(/[/.-]/).some((word) => empty.test(word)),
    );
    expect(odd).toEqual([]);
  });
});

/** Names declared with `export` in a file, with the node that holds their comment. */
function exportedDeclarations(file: string): { name: string; node: ts.Node }[] {
  return sourceOf(file).statements.flatMap((statement): { name: string; node: ts.Node }[] => {
    if (!ts.canHaveModifiers(statement)) return [];
    const exported = ts.getModifiers(statement)?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword);
    if (exported !== true) return [];
    if (ts.isVariableStatement(statement)) {
      return [{ name: statement.declarationList.declarations[0]?.name.getText() ?? '', node: statement }];
    }
    const named = statement as ts.Node as { name?: ts.Identifier };
    return [{ name: named.name?.text ?? 'default', node: statement }];
  });
}

describe('exported symbols', () => {
  const declaring = sources.filter((file) => !file.endsWith('.spec.ts') && !/^[^/]+$/.test(file));

  it('have a doc comment', () => {
    const silent = declaring.flatMap((file) => {
      const seen = new Set<string>();
      return exportedDeclarations(file).flatMap(({ name, node }) => {
        // Of several signatures, or of a type and a value with one name, the first tells.
        if (seen.has(name)) return [];
        seen.add(name);
        return ts.getJSDocCommentsAndTags(node).length > 0 ? [] : [`${file}: ${name}`];
      });
    });
    expect(silent).toEqual([]);
  });

  it('have no name that hides what they are: I…, …Impl, …Manager, …Helper, …Utils', () => {
    const hollow = /^I[A-Z][a-z]|Impl$|Managers?$|Helpers?$|Utils?$/;
    const odd = declaring.flatMap((file) =>
      exportedDeclarations(file)
        .filter(({ name }) => hollow.test(name))
        .map(({ name }) => `${file}: ${name}`),
    );
    expect(odd).toEqual([]);
  });

  it('pass the front door of a lib by name, never all together', () => {
    const open = sources.flatMap((file) =>
      sourceOf(file)
        .statements.filter((one) => ts.isExportDeclaration(one) && one.exportClause === undefined)
        .map((one) => `${file}: ${one.getText()}`),
    );
    expect(open).toEqual([]);
  });
});

describe('no file', () => {
  const marks: Record<string, RegExp> = {
    'postpones work in a comment': /\bT[O]DO\b|\bFI[X]ME\b|\bX[X]X\b/,
    'silences the compiler': /@ts-(?:ignore|expect-error|nocheck)/,
    'silences the linter': /eslint-(?:disable|enable)/,
    'silences the formatter': /prettier-(?:ignore)/,
    'leaves out or singles out a test':
      /\b(?:it|test|describe)\.(?:only|skip|todo)\(|\b[fx](?:it|describe)\(/,
    'repeats a test until it passes': /retry[T]imes/,
  };

  it.each(Object.entries(marks))('%s', (_what, mark) => {
    const found = code
      .filter((file) => file !== 'test/architecture/style.spec.ts' && file !== 'eslint.config.mjs')
      .flatMap((file) =>
        linesOf(file).flatMap((line, index) =>
          mark.test(line) ? [`${file}:${String(index + 1)}: ${line.trim()}`] : [],
        ),
      );
    expect(found).toEqual([]);
  });

  it('says any: what is not known yet is unknown', () => {
    const found: string[] = [];
    for (const file of sources) {
      const visit = (node: ts.Node): void => {
        if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(`${file}: ${node.parent.getText()}`);
        ts.forEachChild(node, visit);
      };
      visit(sourceOf(file));
    }
    expect(found).toEqual([]);
  });

  it('prints from shipped code: the logger redacts, the console does not', () => {
    const terminal = /^apps\/(?:standalone|demo)\/|^apps\/\w+\/src\/main\.ts$/;
    const found = code.filter(
      (file) => isShipped(file) && !terminal.test(file) && /\bconsole\./.test(textOf(file)),
    );
    expect(found).toEqual([]);
  });
});
