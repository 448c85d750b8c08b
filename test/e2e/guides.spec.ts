import { randomBytes } from 'node:crypto';

import { Webhook } from 'standardwebhooks';

import { textOf } from '../architecture/project-files.js';
import { installedRuntime } from '../runtimes/installed-runtimes.js';
import { findOnPath } from '../support/find-on-path.js';
import {
  type GuideBlock,
  type GuideSection,
  guides,
  PURPOSES,
  sectionsOf,
} from '../support/guides/guide-blocks.js';
import { GuideScene, OLD_SELLER_SAYS } from '../support/guides/guide-scene.js';
import { Workshop } from '../support/guides/workshop.js';
import { readL402Challenge } from '@turnpike/http402';

let scene: GuideScene;

beforeAll(async () => {
  scene = await GuideScene.open();
}, 180_000);

afterEach(() => scene.restore());

afterAll(() => scene.close());

const sections = guides.flatMap(sectionsOf);
const nameOf = ({ guide, heading }: GuideSection): string =>
  heading === '' ? guide : `${guide}, ${heading}`;

/** Programs that a section needs and this machine has not. */
function missingFor({ blocks }: GuideSection): string[] {
  const needed = blocks
    .filter(({ marks }) => marks[0] === 'serve')
    .map(({ language, text }) => (language === 'sh' ? (text.split(' ')[0] ?? '') : language))
    .filter((program) => ['nginx', 'caddy', 'go', 'python3', 'bun', 'deno'].includes(program));
  return needed.filter((program) => {
    const isRuntime = program === 'bun' || program === 'deno';
    return findOnPath(program) === null && !(isRuntime && installedRuntime(program) !== null);
  });
}

/** A purchase at a shop of a guide, by its headers alone. */
async function expectSale(address: string): Promise<string> {
  const asked = await fetch(address);
  const challenge = readL402Challenge(asked.headers.get('www-authenticate') ?? '');
  if (asked.status !== 402 || !challenge) throw new Error(`it answered ${String(asked.status)}`);
  const { preimage } = await scene.call('POST', '/api/sandbox/pay', { invoice: challenge.invoice });
  const authorization = `L402 ${challenge.macaroon}:${String(preimage)}`;
  expect((await fetch(address, { headers: { authorization } })).status).toBe(200);
  expect((await fetch(address)).status).toBe(402);
  expect(
    (await fetch(address, { headers: { authorization: `${authorization.slice(0, -2)}xx` } })).status,
  ).toBe(402);
  return authorization;
}

describe('the guides', () => {
  it('say of every block what it is for', () => {
    const odd = sections.flatMap((section) =>
      section.blocks
        .filter(({ marks, file, language }) => {
          const known = marks.every((mark) => (PURPOSES as readonly string[]).includes(mark));
          return language === '' || !known || marks.length > 1 || (marks.length === 0 && file === null);
        })
        .map(({ line }) => `${section.guide}:${String(line)}`),
    );
    expect(odd).toEqual([]);
  });

  it('stand in their index, each once', () => {
    const index = [...textOf('apps/docs/README.md').matchAll(/\]\(([\w/-]+\.md)\)/g)].map(
      (match) => `apps/docs/${match[1] ?? ''}`,
    );
    expect([...index].sort()).toEqual(guides.filter((guide) => guide !== 'apps/docs/README.md'));
  });
});

for (const section of sections) {
  const missing = missingFor(section);
  const isRun = section.blocks.some(({ marks }) => marks[0] !== 'shown');
  if (!isRun) continue;
  const left = missing.length > 0 ? ` (left out: no ${missing.join(', ')} on this machine)` : '';

  (missing.length > 0 ? it.skip : it)(
    `${nameOf(section)}: does what it says, and sells what it serves${left}`,
    async () => {
      const workshop = await Workshop.open(scene);
      try {
        for (const block of section.blocks) {
          try {
            await workshop.do(block);
            if (block.marks[0] === 'serve')
              await expectSale(`http://127.0.0.1:${String(workshop.port)}/forecast`);
          } catch (error) {
            throw new Error(`${section.guide}:${String(block.line)}: ${String(error)}`, { cause: error });
          }
        }
      } finally {
        await workshop.close();
      }
    },
    120_000,
  );
}

/** What a test does with the blocks of a language and file in a guide. */
async function using(
  guide: string,
  isWanted: (block: GuideBlock) => boolean,
  use: (workshop: Workshop) => Promise<void>,
): Promise<void> {
  const workshop = await Workshop.open(scene);
  try {
    const blocks = sectionsOf(guide).flatMap((section) => section.blocks);
    for (const block of blocks.filter(isWanted)) await workshop.do(block);
    await use(workshop);
  } finally {
    await workshop.close();
  }
}

const withoutNginx = findOnPath('nginx') === null;
const isServedByNginx = ({ language, marks }: GuideBlock): boolean =>
  language === 'nginx' && marks[0] === 'serve';

(withoutNginx ? it.skip : it).each([
  ['apps/docs/migrate/from-aperture.md', 'AgEEbHNhdAJCAAA='],
  ['apps/docs/migrate/from-ngx-l402.md', 'MDAxMmxvY2F0aW9uIEw0MDIK'],
])(
  `%s: what was sold before goes to who sold it, under either name${withoutNginx ? ' (left out: no nginx)' : ''}`,
  (guide, macaroon) =>
    using(guide, isServedByNginx, async ({ port }) => {
      const address = `http://127.0.0.1:${String(port)}/forecast`;
      for (const scheme of ['L402', 'LSAT', 'lsat']) {
        const headers = { authorization: `${scheme} ${macaroon}:${'0'.repeat(64)}` };
        const answer = await fetch(address, { headers });
        expect([answer.status, await answer.text()]).toEqual([200, OLD_SELLER_SAYS]);
      }
      scene.oldSeller.seen.length = 0;
      await expectSale(address);
      expect(scene.oldSeller.seen).toEqual([]);
    }),
);

it('apps/docs/migrate/from-lightning-enable.md: what either has sold is good, what nobody has sold is not', () =>
  using(
    'apps/docs/migrate/from-lightning-enable.md',
    ({ text, file }) => file === 'both.mjs' || text.startsWith('npm install'),
    async (workshop) => {
      const [old, own] = [await scene.paidOffer(), await scene.paidOffer(scene.testKey)];
      const forged = { ...old, preimage: own.preimage };
      const tokens = JSON.stringify([old, own, forged].map((one) => ({ ...one, resource: '/forecast' })));
      const script = `import { verifyToken } from './both.mjs';
        for (const token of ${tokens}) console.log((await verifyToken(token)).valid);`;
      expect(await workshop.printedBy(script)).toBe('true\ntrue\nfalse');
    },
  ));

it('apps/docs/webhooks.md: the receiver takes what was signed with its secret, and nothing else', () =>
  using(
    'apps/docs/webhooks.md',
    ({ text, file }) => file === 'hooks.mjs' || text.startsWith('npm install'),
    async (workshop) => {
      const secret = `whsec_${randomBytes(32).toString('base64')}`;
      await workshop.serveFile('hooks.mjs', { TURNPIKE_WEBHOOK_SECRET: secret });
      const [id, body] = ['evt_1', '{"type":"challenge.paid","data":{"paymentHash":"é"}}'];
      const now = new Date();
      const signature = new Webhook(secret).sign(id, now, body);
      const stamp = String(Math.floor(now.getTime() / 1000));
      const headers = { 'webhook-id': id, 'webhook-timestamp': stamp, 'webhook-signature': signature };
      const statusOf = async (sent: string): Promise<number> =>
        (await fetch(`http://127.0.0.1:${String(workshop.port)}`, { method: 'POST', headers, body: sent }))
          .status;
      expect([await statusOf(body), await statusOf(body.replace('paid', 'free'))]).toEqual([204, 400]);
    },
  ));
