import {
  frameworks,
  linesOf,
  packCommand,
} from '../../apps/dashboard/src/pages/start/snippets/frameworks.js';
import { textOf } from '../architecture/project-files.js';
import { sectionsOf } from '../support/guides/guide-blocks.js';

const linesMax = 35;

describe.each(frameworks)('the lines that the setup guide gives for $name', (framework) => {
  const guide = `apps/docs/sell/${framework.guide}.md`;
  const { code, install } = linesOf(textOf(guide), framework);
  const section = sectionsOf(guide).find(({ blocks }) => blocks.some(({ file }) => file === framework.block));

  it('are those of a guide whose test serves and sells with them', () => {
    const { blocks = [] } = section ?? {};
    expect(blocks.find(({ file }) => file === framework.block)?.text).toBe(`${code}\n`);
    expect(blocks.some(({ marks }) => marks[0] === 'serve')).toBe(true);
  });

  it('are few, take their broker from the environment, and sell by route', () => {
    expect(code.split('\n').length).toBeLessThanOrEqual(linesMax);
    expect([code.includes('TURNPIKE_KEY'), code.includes('TURNPIKE_URL')]).toEqual([true, true]);
    expect(code).not.toMatch(/req(?:uest)?\.(?:path|url)/);
  });

  it('need the packages, or none', () => {
    expect(install?.includes('"$TURNPIKE_PACKAGES"/*.tgz') ?? null).toBe(
      code.includes('@turnpike/') ? true : null,
    );
  });
});

it('the setup guide makes the packages as the guides do', () => {
  expect(textOf('apps/docs/first-sale.md')).toContain(`\`\`\`sh shown\n${packCommand}\n\`\`\``);
});
