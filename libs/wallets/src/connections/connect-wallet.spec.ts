import {
  AddressRefused,
  ValidationFailed,
  WalletCanSpend,
  WalletCredentialsInvalid,
  WalletInvalidInvoice,
  WalletNetworkMismatch,
  WalletRateLimited,
  WalletUnavailable,
} from '@turnpike/problems';
import { DeskScene, MERCHANT } from '../testing/desk-scene.js';
import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Rejected,
  Unavailable,
  UnknownOutcome,
} from '../wallet-errors.js';

let scene: DeskScene;

beforeAll(async () => {
  scene = await DeskScene.start();
});

beforeEach(() => scene.rows.clear());

afterAll(() => scene.close());

const SECRET = 'a-secret-of-the-merchant';

describe('a wallet that is connected', () => {
  it('is as the probe found it, and its secrets are in no view', async () => {
    const view = await scene.connect.run(MERCHANT, scene.wish(SECRET, 'primary', { label: 'Shop' }));
    expect(view).toEqual({
      id: expect.stringMatching(/^wal_[0-9a-f]{32}$/),
      kind: 'desk',
      label: 'Shop',
      role: 'primary',
      health: 'ok',
      network: 'regtest',
      warnings: [],
      lastCheckedAt: scene.clock.now(),
    });
    expect(scene.node(SECRET).calls).toEqual(['check', 'create', 'look-up', 'register']);
    const row = await scene.row(view.id);
    expect(row.sealedCredentials.toString('latin1')).not.toContain(SECRET);
    expect(JSON.stringify(await scene.connections.list(MERCHANT))).not.toContain(SECRET);
  });

  it('is pinned to the key that signed the invoice of its probe, and is opened with it from then on', async () => {
    const { id } = await scene.add('pinned');
    const row = await scene.row(id);
    expect(row.payee).toBe(scene.node('pinned').payee);
    expect(scene.open.walletOf(MERCHANT, row).traits.fixedPayee).toBe(row.payee);
    expect(scene.opened.at(-1)).toMatchObject({
      payee: row.payee,
      tenant: { merchantId: MERCHANT, mode: 'live' },
      webhook: {
        url: `https://pay.example/webhooks/desk/${row.webhookToken}`,
        secret: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    });
  });

  it('holds nothing open of its probe', async () => {
    await scene.add('probed');
    expect(scene.node('probed').open).toBe(0);
  });

  it('keeps as warnings what could not be shown', async () => {
    Object.assign(scene.node('doubtful'), { word: null });
    scene.node('doubtful').failures.register = new Unavailable(1);
    expect((await scene.add('doubtful')).warnings).toEqual(['look_up_unproven', 'webhook_not_registered']);
    scene.node('large').failures.create = new Rejected('amount');
    const { id, warnings } = await scene.add('large');
    expect(warnings).toEqual(['minimum_above_one_sat']);
    expect((await scene.row(id)).payee).toBeNull();
  });

  it('that can spend is taken only by who accepts that, with its rights as warnings', async () => {
    scene.node('rich').excessPermissions = ['pay_invoice', 'admin'];
    await expect(scene.add('rich')).rejects.toBeInstanceOf(WalletCanSpend);
    const accepted = scene.wish('rich', null, { acceptSpendRisk: true });
    expect((await scene.connect.run(MERCHANT, accepted)).warnings).toEqual([
      'can_spend:pay_invoice',
      'can_spend:admin',
    ]);
  });
});

describe('a wallet that is refused', () => {
  const refusals: [string, Error, new (...args: never[]) => Error][] = [
    ['its credential is refused', new CredentialInvalid(), WalletCredentialsInvalid],
    ['it shows another certificate', new CredentialInvalid('certificate'), WalletCredentialsInvalid],
    ['its address is refused', new CredentialInvalid('address'), AddressRefused],
    ['it is away', new Unavailable(5), WalletUnavailable],
    ['it is silent', new UnknownOutcome(), WalletUnavailable],
    ['it allows no calls', new RateLimited(9), WalletRateLimited],
    ['it answers nonsense', new ProtocolViolation('x'), WalletInvalidInvoice],
    ['it makes no invoice at all', new Rejected('request'), ValidationFailed],
    ['something is thrown that is none of ours', new Error('key=secret'), WalletUnavailable],
  ];

  const calls = ['check', 'create', 'look-up'] as const;
  // What a look-up answers is no reason to refuse a wallet, only that it does not answer.
  const cases = refusals.flatMap(([why, error, problem]) =>
    calls
      .filter((call) => call !== 'look-up' || problem !== WalletInvalidInvoice)
      .filter((call) => call !== 'look-up' || problem !== ValidationFailed)
      .map((call) => [why, call, error, problem] as const),
  );

  it.each(cases)(
    'because %s when it is called to %s leaves nothing behind, stored or open',
    async (_why, call, error, problem) => {
      await scene.add('before', 'primary');
      const node = scene.node(`refused-${call}`);
      node.failures[call] = error;
      await expect(scene.add(`refused-${call}`, 'primary')).rejects.toBeInstanceOf(problem);
      expect((await scene.rows.roles(MERCHANT)).map(({ role }) => role)).toEqual(['primary']);
      expect(node.open).toBe(0);
      expect(node.calls).not.toContain('register');
    },
  );

  it('for its network makes no invoice', async () => {
    scene.node('signet').network = 'signet';
    await expect(scene.add('signet')).rejects.toBeInstanceOf(WalletNetworkMismatch);
    expect(scene.node('signet').calls).toEqual(['check']);
    expect(await scene.rows.roles(MERCHANT)).toEqual([]);
  });

  it('for its address or its credentials is not even called', async () => {
    const refuse = async (credentials: unknown): Promise<unknown> =>
      scene.connect.run(MERCHANT, scene.wish('x', null, { credentials })).catch((error: unknown) => error);
    expect(await refuse({ node: 'inside', url: 'https://10.0.0.1/' })).toBeInstanceOf(AddressRefused);
    expect(await refuse({ node: SECRET + ' '.repeat(3) + SECRET })).toBeInstanceOf(ValidationFailed);
    for (const nothing of [null, 7, [], 'node', {}])
      expect(await refuse(nothing)).toBeInstanceOf(ValidationFailed);
    const unknown = scene.connect.run(MERCHANT, scene.wish('x', null, { kind: 'sandbox' }));
    await expect(unknown).rejects.toBeInstanceOf(ValidationFailed);
    expect(scene.node('inside').calls).toEqual([]);
  });
});
