import type { PaywallOptions } from './paywall-options.js';
import { Paywall } from './paywall.js';
import { CREDENTIAL, decisionOn, ScriptedBroker, type AskedRequest } from './scripted-broker.fake.js';

const AGAIN: AskedRequest = { headers: CREDENTIAL };

let broker: ScriptedBroker;

beforeEach(() => {
  broker = new ScriptedBroker();
});

/** The ids under which the broker is asked, if the answer to its first question is lost. */
async function idsAsked(more: Partial<PaywallOptions<AskedRequest>>, then: readonly AskedRequest[]) {
  const options = { client: broker, priceSats: 10, ...more };
  const paywall = new Paywall(options);
  const { verify } = broker;
  broker.verify = () => Promise.reject(new Error('no answer'));
  expect((await decisionOn(options, AGAIN, paywall)).answer?.status).toBe(503);
  broker.verify = verify;
  for (const request of then) await decisionOn(options, request, paywall);
  return broker.verified.map(({ requestId }) => requestId);
}

describe('a use that may be counted while its answer was lost', () => {
  it('is asked for under its id when its payer comes again, once, so that nobody pays twice', async () => {
    const [first, second, third] = await idsAsked({ maxUses: 1 }, [AGAIN, AGAIN]);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('serves no other request and no other payer', async () => {
    const other = { authorization: CREDENTIAL.authorization.replace('AgEL', 'AgEM') };
    const others = [{ ...AGAIN, target: '/other' }, { ...AGAIN, method: 'HEAD' }, { headers: other }];
    expect(new Set(await idsAsked({ maxUses: 1 }, others)).size).toBe(4);
  });

  it('has no id where uses are not counted one by one', async () => {
    expect(await idsAsked({}, [AGAIN])).toEqual([undefined, undefined]);
  });

  it('is given back, and asked for under a new id, where it was reserved', async () => {
    const [first, ...later] = await idsAsked({ reserve: true }, [AGAIN]);
    expect(later.filter((id) => id !== first)).toHaveLength(1);
  });
});
