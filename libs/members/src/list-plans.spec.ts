import type { MerchantId } from '@turnpike/l402';
import { ListScene } from '../../../test/support/list-scene.js';
import { InvitationRepository } from './invitation.repository.js';
import { MemberRepository } from './member.repository.js';
import { PasskeyRepository } from './passkey.repository.js';
import { SessionRepository } from './session.repository.js';

let scene: ListScene;

beforeAll(async () => {
  scene = await ListScene.open(
    'member_user',
    'merchant_member',
    'merchant_invitation',
    'member_session',
    'member_passkey',
  );
}, 120_000);
afterAll(() => scene.close());

const ONE = 1 as MerchantId;
const USER = `usr_${'1'.padStart(32, '0')}`;
/** A page that an index has as it is shown. */
const PAGE_ROWS = 300;

const LISTS: [list: string, run: () => Promise<unknown>, rowsMax: number][] = [
  ['members', () => new MemberRepository(scene.prisma).list(ONE, 200), 4 * 200],
  ['invitations', () => new InvitationRepository(scene.prisma).list(ONE, ListScene.now, 100), PAGE_ROWS],
  ['sessions', () => new SessionRepository(scene.prisma).list(USER, ListScene.now, 100), PAGE_ROWS],
  ['passkeys', () => new PasskeyRepository(scene.prisma).list(USER, 20), PAGE_ROWS],
];

it.each(LISTS)(
  'by indexes and a bounded number of rows, whatever others have, it reads %s',
  async (_list, run, rowsMax) => {
    await scene.expectBounded(rowsMax, run);
  },
);
