import type { Framework } from './frameworks.js';
import { linesOf } from './frameworks.js';

const guides = import.meta.glob<string>(
  '../../../../../docs/sell/{any-language,express,fastify,fetch,hono,nest}.md',
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
);

/** The lines for a framework, as they stand in its guide. */
export function guideLines(framework: Framework): ReturnType<typeof linesOf> {
  return linesOf(guides[`../../../../../docs/sell/${framework.guide}.md`] ?? '', framework);
}
