import type { MerchantId } from '@turnpike/l402';
import { LIVE_ENTRIES } from '../../../test/support/busy-lists.js';
import { ListScene } from '../../../test/support/list-scene.js';
import { AuditLog } from './audit-log.js';
import { AuditLogRepository } from './audit-log.repository.js';

let scene: ListScene;

beforeAll(async () => {
  scene = await ListScene.open('audit_entry');
}, 120_000);
afterAll(() => scene.close());

const ONE = 1 as MerchantId;
const test = { merchantId: ONE, mode: 'test' } as const;
const live = { merchantId: ONE, mode: 'live' } as const;
/** A page that an index has as it is shown. */
const PAGE_ROWS = 300;
const audit = () => new AuditLog(new AuditLogRepository(scene.pool));
const page = { action: null, beforeId: null, limit: 50 };
const rare = { ...page, action: 'rare.change' };

const LISTS: [list: string, run: () => Promise<unknown>, rowsMax: number][] = [
  ['the log of changes', () => audit().ofTenant(test, page), PAGE_ROWS],
  ['its later pages', () => audit().ofTenant(test, { ...page, beforeId: '5000' }), PAGE_ROWS],
  ['changes of a mode, all of them old', () => audit().ofTenant(live, page), PAGE_ROWS],
  ['changes of one name', () => audit().ofTenant(test, rare), PAGE_ROWS],
  ['changes of a name that the other mode has', () => audit().ofTenant(live, rare), PAGE_ROWS],
  ['a merchant’s changes, for the operator', () => audit().ofInstance(ONE, page), PAGE_ROWS],
  ['everybody’s changes of one name', () => audit().ofInstance(null, rare), PAGE_ROWS],
  ['everybody’s changes', () => audit().ofInstance(null, page), PAGE_ROWS],
];

it.each(LISTS)(
  'by indexes and a bounded number of rows, whatever others have, it reads %s',
  async (_list, run, rowsMax) => {
    await scene.expectBounded(rowsMax, run);
  },
);

it('every entry of a mode is found, whatever the other has', async () => {
  expect(await audit().ofTenant(live, { ...page, limit: 200 })).toHaveLength(LIVE_ENTRIES);
});
