import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { BROWSER_HOOK_MILLIS, describeInBrowser, inBrowser } from '../support/dashboard/browser.js';
import { pages } from '../support/dashboard/pages.js';
import { standIn } from '../support/dashboard/stand-in.js';

/** What was found on one page in one view. */
interface Look {
  readonly name: string;
  readonly width: number;
  readonly scheme: string;
  readonly errors: readonly string[];
  readonly shift: number;
  readonly sideways: number;
  readonly findings: readonly {
    readonly id: string;
    readonly impact: string;
    readonly where: readonly string[];
  }[];
}

/** Above this the browsers' makers call a page unstable. */
const shiftMax = 0.1;

describeInBrowser('every page of the dashboard, in a browser (left out where there is no Chromium)', () => {
  let server: FastifyInstance;
  let looks: readonly Look[];

  beforeAll(async () => {
    server = await standIn();
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.address() as AddressInfo;
    looks = await inBrowser<Look[]>('browse', {
      base: `http://127.0.0.1:${port}`,
      pages,
      views: [
        { width: 390, height: 844, scheme: 'dark' },
        { width: 1280, height: 900, scheme: 'light' },
      ],
    });
  }, BROWSER_HOOK_MILLIS);

  afterAll(() => server.close());

  const nameOf = ({ name, width, scheme }: Look): string => `${name} at ${width}, ${scheme}`;

  it('has nothing that keeps anybody out: axe finds nothing serious or critical', () => {
    const found = looks.flatMap((look) =>
      look.findings
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, where }) => `${nameOf(look)}: ${id}: ${where.join('; ')}`),
    );
    expect(looks).toHaveLength(2 * pages.length);
    expect(found).toEqual([]);
  });

  it('fails nowhere', () => {
    const found = looks.flatMap((look) => look.errors.map((error) => `${nameOf(look)}: ${error}`));
    expect(found).toEqual([]);
  });

  it('does not jump while it loads', () => {
    expect(
      looks.filter(({ shift }) => shift > shiftMax).map((look) => `${nameOf(look)}: ${look.shift}`),
    ).toEqual([]);
  });

  it('fits the screen of a phone and of a desk', () => {
    expect(looks.filter(({ sideways }) => sideways > 0).map(nameOf)).toEqual([]);
  });
});
