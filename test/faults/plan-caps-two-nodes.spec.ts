import { plansFile } from '../support/plans-file.js';
import { TwoNodes } from '../support/two-nodes.js';

const CAPS = { challenges: 40, resources: 3 };
let nodes: TwoNodes;

beforeAll(async () => {
  const file = await plansFile({ id: 'free', name: 'Free', caps: CAPS });
  nodes = await TwoNodes.start({ PLANS: file.path, PLAN_CAPS_IN_TEST_MODE: 'true' });
  await file.remove();
});

afterAll(() => nodes.stop());

it('never passes the caps of a plan, nor stays below them, however many calls two processes get at once', async () => {
  const calls = Array.from({ length: 160 }, (_, n) => ({
    n,
    resource: `/${String(n % 7)}-endpoint/${String(n)}`,
  }));
  const replies = await Promise.all(
    calls.map(async ({ n, resource }) => ({ resource, ...(await nodes.mint(n, { resource })) })),
  );
  const made = replies.filter(({ status }) => status === 200);
  expect(replies.filter(({ status }) => status !== 200 && status !== 402)).toEqual([]);
  expect(new Set(made.map(({ resource }) => resource.split('/')[1])).size).toBe(CAPS.resources);
  const refusals = new Set(replies.filter(({ status }) => status === 402).map(({ body }) => body['error']));
  expect([...refusals].sort()).toEqual(['plan_endpoint_limit', 'plan_volume_limit']);
  expect(made).toHaveLength(CAPS.challenges);
  const { rows } = await nodes.pool.query({
    text: `SELECT challenges, cardinality(resources) AS resources, (SELECT count(*)::int4 FROM challenge) AS recorded,
        (SELECT count(*)::int4 FROM outbox WHERE type = 'plan.limit_reached') AS told FROM plan_usage`,
  });
  // Of challenges at 80 and 100 per cent; of three endpoints at 100, since 80 is all of them.
  expect(rows).toEqual([{ ...CAPS, recorded: CAPS.challenges, told: 3 }]);
});
