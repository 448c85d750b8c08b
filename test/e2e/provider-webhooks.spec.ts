import { ConnectableWallets } from '../support/connectable-wallets.js';
import { type HttpReply } from '../support/listening-api.js';
import { noticingKinds, NoticingWallets, type NoticeOnItsWay } from '../support/noticing-wallets.js';
import { SandboxShop } from '../support/sandbox-shop.js';
import { SettlementDesk } from '../support/settlement-desk.js';
import { standInForKinds } from '../support/stand-in-kinds.js';

const PUBLIC_URL = 'https://pay.example.test';
let shop: SandboxShop;
let desk: SettlementDesk;
let emulated: NoticingWallets;
let endStandIns: () => Promise<void>;

beforeAll(async () => {
  shop = await SandboxShop.open({
    PUBLIC_URL,
    WALLET_ALLOW_NETWORKS: 'regtest',
    ADDRESS_ALLOW: '127.0.0.1',
  });
  desk = new SettlementDesk(shop);
  emulated = await NoticingWallets.start(shop.api);
  endStandIns = standInForKinds(shop.api, emulated.standIns);
});

afterAll(async () => {
  await endStandIns();
  await shop.close();
  await emulated.stop();
});

/** Brings a notice to the API, as the provider would. */
function deliver({ url, raw, headers }: NoticeOnItsWay, to = new URL(url).pathname): Promise<HttpReply> {
  return shop.api.call('POST', to, null, raw, headers);
}

describe.each(noticingKinds)('POST /webhooks/%s/{token}', (kind) => {
  let key = '';
  let walletId = '';

  beforeAll(async () => {
    key = (await shop.api.newMerchant()).liveKey;
    const { credentials } = emulated.of[kind];
    const { status, body } = await shop.post(ConnectableWallets.path, { kind, credentials }, {}, key);
    expect({ status, body }).toMatchObject({ status: 201, body: { kind, health: 'ok', warnings: [] } });
    walletId = String(body['id']);
  });

  afterEach(() => emulated.of[kind].faults.clear());

  const due = (paymentHash: string) =>
    shop.count(
      `challenge_watch w JOIN challenge c ON c.key = w.key
       WHERE c.payment_hash = decode($1, 'hex') AND w.ended_at IS NULL AND w.next_look_up_at <= $2`,
      [paymentHash, shop.api.clock.now()],
    );
  const noticesTaken = () => shop.count('wallet_notice WHERE connection_id = $1', [walletId]);

  /** Sells something, and pays for it in the wallet. */
  async function paid(): Promise<{ paymentHash: string; notices: readonly NoticeOnItsWay[] }> {
    const { paymentHash } = await shop.minted({}, {}, key);
    expect(await due(paymentHash)).toBe(0);
    const { node, collect } = emulated.of[kind];
    await node.pay(paymentHash);
    let notices: readonly NoticeOnItsWay[] = [];
    while (notices.length === 0) notices = await collect();
    return { paymentHash, notices };
  }

  it('takes a genuine notice: the invoice is looked up at once, and what the wallet says is settled', async () => {
    const { paymentHash, notices } = await paid();
    expect(notices).toHaveLength(1);
    const [notice] = notices as [NoticeOnItsWay];
    expect(notice.url).toMatch(new RegExp(`^${PUBLIC_URL}/webhooks/${kind}/[0-9a-f]{32}$`));
    const reply = await deliver(notice);
    expect([reply.status, reply.body]).toEqual([200, {}]);
    expect(await due(paymentHash)).toBe(1);
    expect((await shop.shown(paymentHash, key))['settlement']).toBe('open');
    expect(await desk.look()).toBeGreaterThan(0);
    expect((await shop.shown(paymentHash, key))['settlement']).toBe('settled');
  });

  it('believes nothing that a notice says: what the wallet calls open stays so', async () => {
    const { faults } = emulated.of[kind];
    const { paymentHash, notices } = await paid();
    faults.pendingForever = true;
    for (const notice of notices) expect((await deliver(notice)).status).toBe(200);
    await desk.look();
    expect((await shop.shown(paymentHash, key))['settlement']).toBe('open');
  });

  it('answers a repeated notice in the same way and heeds it once', async () => {
    const { paymentHash, notices } = await paid();
    const [notice] = notices as [NoticeOnItsWay];
    const before = await noticesTaken();
    const first = await Promise.all([deliver(notice), deliver(notice), deliver(notice)]);
    expect(first.map(({ status, text }) => [status, text])).toEqual(Array(3).fill([200, '{}']));
    // OpenNode signs nothing of its own that tells one notice from the next: each is a hint, and no more.
    const isKnownAgain = kind !== 'opennode';
    expect(await noticesTaken()).toBe(isKnownAgain ? before + 1 : before);
    await shop.pool.query({
      text: `UPDATE challenge_watch SET next_look_up_at = $1 WHERE connection_id = $2`,
      values: [new Date(shop.api.clock.now().getTime() + 60_000), walletId],
    });
    expect((await deliver(notice)).status).toBe(200);
    expect(await due(paymentHash)).toBe(isKnownAgain ? 0 : 1);
  });

  it('refuses a notice that is signed by somebody else, or not at all', async () => {
    emulated.of[kind].faults.forgedWebhook = true;
    const { paymentHash, notices } = await paid();
    const [forged] = notices as [NoticeOnItsWay];
    for (const notice of [forged, { ...forged, headers: {} }, { ...forged, raw: Buffer.alloc(0) }]) {
      const { status, body } = await deliver(notice);
      expect([status, body['error']]).toEqual([401, 'invalid_signature']);
    }
    expect(await due(paymentHash)).toBe(0);
  });

  it('refuses a genuine notice that comes to another wallet’s address, and knows none of another kind', async () => {
    const stranger = (await shop.api.newMerchant()).liveKey;
    const others = { ...emulated.of[kind].credentials, webhookSecret: 'not-the-same' };
    const { body } = await shop.post(
      ConnectableWallets.path,
      { kind, credentials: others, role: null },
      {},
      stranger,
    );
    const { rows } = await shop.pool.query<{ token: string }>({
      text: 'SELECT webhook_token AS token FROM wallet_connection WHERE id = $1',
      values: [body['id']],
    });
    const token = rows[0]?.token ?? '';
    const { paymentHash, notices } = await paid();
    const [notice] = notices as [NoticeOnItsWay];
    const foreign = await deliver(notice, `/webhooks/${kind}/${token}`);
    // OpenNode signs with the API key, which the two wallets share: genuine there too, and about nothing of theirs.
    expect(foreign.status).toBe(kind === 'opennode' ? 200 : 401);
    expect(await due(paymentHash)).toBe(0);
    for (const other of noticingKinds.filter((one) => one !== kind)) {
      const reply = await deliver(notice, new URL(notice.url).pathname.replace(kind, other));
      expect([reply.status, reply.body['error']]).toEqual([404, 'not_found']);
    }
    expect((await deliver(notice)).status).toBe(200);
    expect(await due(paymentHash)).toBe(1);
  });

  it('reads the bytes of a notice whatever type it says it is', async () => {
    const { paymentHash, notices } = await paid();
    const [notice] = notices as [NoticeOnItsWay];
    for (const type of ['text/html', 'multipart/form-data', 'nonsense', 'application/json; charset=utf-16'])
      expect(
        (await deliver({ ...notice, headers: { ...notice.headers, 'content-type': type } })).status,
      ).toBe(200);
    expect(await due(paymentHash)).toBe(1);
  });

  it('knows a wallet no more once it is removed', async () => {
    const { notices } = await paid();
    const [notice] = notices as [NoticeOnItsWay];
    const kept = emulated.of[kind].addresses().filter((address) => address !== notice.url).length;
    await shop.api.call('PATCH', `${ConnectableWallets.path}/${walletId}`, key, { role: null });
    expect((await shop.api.call('DELETE', `${ConnectableWallets.path}/${walletId}`, key)).status).toBe(204);
    expect((await deliver(notice)).status).toBe(404);
    // A wallet that keeps addresses has forgotten this one; those of others stay.
    expect(emulated.of[kind].addresses()).not.toContain(notice.url);
    expect(emulated.of[kind].addresses().length).toBe(kept);
  });
});
