import { example } from '../schemas/example-values.js';

/** A wallet that is well. */
export const walletExample = {
  id: example.walletId,
  kind: 'strike',
  label: 'Shop account',
  role: 'primary',
  health: 'ok',
  network: 'mainnet',
  warnings: [],
  lastCheckedAt: example.createdAt,
};

/** Something about it. */
export const alertExample = {
  walletId: example.walletId,
  matter: 'new_payee',
  detail: 'The wallet signs its invoices with another key than before.',
  count: 2,
  firstAt: example.createdAt,
  lastAt: example.paidAt,
};

/** An API key of nobody's. */
export const walletKeyExample = '0123456789ABCDEF0123456789ABCDEF';

/** A connection string of nobody's. */
export const nwcExample =
  'nostr+walletconnect://b889ff5b1513b641e2a139f661a661364979c5beee91842f8f0ef42ab558e9d4?relay=wss%3A%2F%2Frelay.example&secret=71a8c14c1407c113601079c4302dab36460f0ccd0ad506f1f2dc73b5100e4f3c';
