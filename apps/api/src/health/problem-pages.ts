import { createHash } from 'node:crypto';
import type { ProblemKind } from '@turnpike/problems';

const STYLE = `
:root { color-scheme: light dark; }
body { font: 1.05rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1.25rem; color: #1c2128; background: #fff; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
a { color: #0b5fad; }
code { font: .92em ui-monospace, monospace; background: #eef1f4; padding: .1em .35em; border-radius: .25em; }
.meta { color: #57606a; margin: 0 0 1.5rem; }
dt { margin-top: .9rem; } dd { margin: 0; color: #57606a; }
@media (prefers-color-scheme: dark) {
  body { color: #e6edf3; background: #0d1117; } a { color: #6cb6ff; }
  code { background: #22272e; } .meta, dd { color: #9da7b3; }
}
`;

/** The policy for these pages: nothing is loaded and nothing runs but their own style. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'`;

/** The page of one kind of problem. */
export function problemPage(kind: ProblemKind): string {
  return page(
    kind.title,
    `<h1>${escape(kind.title)}</h1>
<p class="meta"><code>${escape(kind.slug)}</code>, status ${kind.status}</p>
<p>${withCode(kind.text)}</p>
<p><a href="../problems">All errors</a></p>`,
  );
}

/** The list of all kinds. */
export function problemListPage(kinds: readonly ProblemKind[]): string {
  const items = kinds.map(
    (kind) =>
      `<dt><a href="problems/${escape(kind.slug)}"><code>${escape(kind.slug)}</code></a></dt>
<dd>${kind.status}: ${escape(kind.title)}</dd>`,
  );
  return page('Errors', `<h1>Errors</h1>\n<dl>\n${items.join('\n')}\n</dl>`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

function withCode(text: string): string {
  return escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
