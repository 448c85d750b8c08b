import type { MerchantId } from '@turnpike/l402';
import { ListScene } from '../../../test/support/list-scene.js';
import { ApiKeyTable } from './api-key-table.repository.js';

let scene: ListScene;

beforeAll(async () => {
  scene = await ListScene.open('api_key');
}, 120_000);
afterAll(() => scene.close());

const ONE = 1 as MerchantId;
const test = { merchantId: ONE, mode: 'test' } as const;

const LISTS: [list: string, run: () => Promise<unknown>, rowsMax: number][] = [
  ['keys', () => new ApiKeyTable(scene.prisma).list(test, ListScene.now, 1_000), 2_500],
];

it.each(LISTS)(
  'by indexes and a bounded number of rows, whatever others have, it reads %s',
  async (_list, run, rowsMax) => {
    await scene.expectBounded(rowsMax, run);
  },
);
