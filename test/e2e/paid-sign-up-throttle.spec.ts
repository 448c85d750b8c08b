import { Browser } from '../support/browser.js';
import { apiVariables, ListeningApi } from '../support/listening-api.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const PATH = '/api/signup/l402';
let database: TestDatabase;
let apis: ListeningApi[];
let sellersKey: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const variables = apiVariables(database.url, {
    SIGN_UP: 'l402',
    OPERATOR_MERCHANT: '1:test',
    RATE_LIMIT_SIGN_IN: '4',
    RATE_LIMIT_PUBLIC: '0',
    TRUSTED_PROXIES: '127.0.0.1',
  });
  const at = new Date('2026-11-20T12:00:00.000Z');
  // Two processes' worth of everything, limits included, over one database.
  apis = [await ListeningApi.start(variables, at), await ListeningApi.start(variables, at)];
  sellersKey = (await apis[0]!.newMerchant()).testKey;
  await new Browser(apis[0]!).enterAs('taken@throttle.example');
});

afterAll(async () => {
  for (const api of apis) await api.stop();
  await database.drop();
});

const send = (index: number, ip: string, email: string, authorization?: string) =>
  apis[index % 2]!.call(
    'POST',
    PATH,
    null,
    { email },
    {
      'x-forwarded-for': ip,
      ...(authorization !== undefined && { authorization }),
    },
  );

/** What six tries from an address were answered, at one process and the other in turn. */
async function six(ip: string, email: string, authorization?: string): Promise<unknown[]> {
  const answers = [];
  for (let index = 0; index < 6; index += 1) {
    const { status, body } = await send(index, ip, email, authorization);
    answers.push(status === 429 ? status : (body['error'] ?? status));
  }
  return answers;
}

describe('asking who is registered', () => {
  it('is limited by address over all processes to whoever has paid nothing', async () => {
    const taken = 'email_taken';
    expect(await six('203.0.113.1', 'taken@throttle.example')).toEqual([
      taken,
      taken,
      taken,
      taken,
      429,
      429,
    ]);
    expect((await send(1, '203.0.113.1', 'free@throttle.example')).status).toBe(429);
    expect((await send(1, '203.0.113.2', 'free@throttle.example')).status).toBe(402);
  });

  it('is limited as much to whoever has paid once, and tells when to come back', async () => {
    const asked = await send(0, '198.51.100.1', 'free@throttle.example');
    const { invoice, macaroon } = asked.body['l402'] as Record<string, string>;
    const paid = await apis[0]!.call('POST', '/api/sandbox/pay', sellersKey, { invoice });
    const credential = `L402 ${String(macaroon)}:${String(paid.body['preimage'])}`;
    const taken = 'email_taken';
    const answers = await six('198.51.100.2', 'taken@throttle.example', credential);
    expect(answers).toEqual([taken, taken, taken, taken, 429, 429]);
    const late = await send(1, '198.51.100.2', 'free@throttle.example', credential);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
    // The payment is not lost by it.
    expect((await send(1, '198.51.100.3', 'free@throttle.example', credential)).status).toBe(200);
  });
});
