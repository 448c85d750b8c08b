import type { MerchantId } from '@turnpike/l402';
import { ListScene } from '../../../test/support/list-scene.js';
import { ConnectionDeskRepository } from './connections/connection-desk.repository.js';
import { WalletAlertsRepository } from './connections/wallet-alerts.repository.js';

let scene: ListScene;

beforeAll(async () => {
  scene = await ListScene.open('wallet_connection', 'wallet_alert');
}, 120_000);
afterAll(() => scene.close());

const ONE = 1 as MerchantId;
/** A page that an index has as it is shown. */
const PAGE_ROWS = 300;

const LISTS: [list: string, run: () => Promise<unknown>, rowsMax: number][] = [
  ['wallets', () => new ConnectionDeskRepository(scene.pool).list(ONE), PAGE_ROWS],
  ['their alerts', () => new WalletAlertsRepository(scene.pool).list(ONE, 100), PAGE_ROWS],
];

it.each(LISTS)(
  'by indexes and a bounded number of rows, whatever others have, it reads %s',
  async (_list, run, rowsMax) => {
    await scene.expectBounded(rowsMax, run);
  },
);
