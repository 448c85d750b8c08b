import { BookNode } from '../support/emulators/book-node.js';
import { startEmulator, type StartedEmulator } from '../support/emulators/start-emulator.js';
import { expectDocumented } from '../support/openapi-answers.js';
import { WalletInstance, type MintedOffer } from '../support/wallet-instance.js';

describe('a merchant’s books', () => {
  const node = new BookNode();
  let emulator: StartedEmulator;
  let instance: WalletInstance;
  let key = '';
  let walletId = '';
  let paid: MintedOffer;

  beforeAll(async () => {
    emulator = await startEmulator('lnd', node);
    instance = await WalletInstance.start();
    key = await instance.newLiveKey();
    walletId = String((await instance.connect(key, emulator))['id']);
    paid = await instance.mint(key, '/weather, "now"', 21);
    await node.pay(paid.paymentHash, 25_000n);
    await instance.untilSettlement(key, paid.paymentHash, 'settled');
  });

  afterAll(async () => {
    await instance.stop();
    await emulator.stop();
  });

  async function get(path: string, as = key) {
    const answer = await fetch(instance.baseUrl + path, { headers: { 'x-api-key': as } });
    const text = await answer.text();
    const [template = path] = path.split('?');
    const body: unknown = answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
    const headers = Object.fromEntries(answer.headers);
    expectDocumented({ method: 'GET', path: template, status: answer.status, headers, body });
    return { status: answer.status, headers, text, body: body as Record<string, unknown> };
  }

  it('agree with the wallet where every payment is known, and count what is not ours', async () => {
    const foreign = await node.createInvoice({
      amountMsat: 7_000n,
      description: 'other',
      expirySeconds: 600,
    });
    await node.pay(foreign.paymentHash);
    const { body } = await get('/api/merchant/reconciliation');
    const [wallet] = body['wallets'] as Record<string, unknown>[];
    expect(wallet).toMatchObject({
      walletId,
      kind: 'lnd',
      outcome: 'compared',
      payments: 1,
      differences: [],
    });
  });

  it('are exported as CSV, what arrived and what was asked for apart, quotes and commas kept', async () => {
    const { status, headers, text } = await get('/api/merchant/settlements.csv');
    const [head, line, rest] = text.split('\r\n');
    expect([status, headers['content-type'], rest]).toEqual([200, 'text/csv; charset=utf-8', '']);
    expect(head).toBe(
      'settled_at,payment_hash,resource,price_sats,received_msat,via,created_at,paid_at,late,wallet_id,payer,wallet_reference',
    );
    expect(line).toContain(`${paid.paymentHash},"/weather, ""now""",21,25000,lightning,`);
    // LND knows an invoice by its hash.
    expect(line).toMatch(new RegExp(`,no,${walletId},,${paid.paymentHash}$`));
  });

  it('hold nothing of another merchant', async () => {
    const other = await instance.newLiveKey();
    expect((await get('/api/merchant/settlements.csv', other)).text.split('\r\n')).toHaveLength(2);
    expect((await get('/api/merchant/reconciliation', other)).body['wallets']).toEqual([]);
  });

  it.each([
    ['from=yesterday', 'from must be a time such as 2026-12-01T10:10:00Z'],
    ['from=2026-12-02T00:00:00Z&to=2026-12-01T00:00:00Z', 'from must be before to'],
    ['from=2025-01-01T00:00:00Z&to=2026-12-01T00:00:00Z', 'from must be at most'],
  ])('refuse the period %s', async (query, message) => {
    for (const path of ['/api/merchant/reconciliation', '/api/merchant/settlements.csv']) {
      const { status, body } = await get(`${path}?${query}`);
      expect([status, body['message']]).toEqual([400, expect.stringContaining(message)]);
    }
  });
});
