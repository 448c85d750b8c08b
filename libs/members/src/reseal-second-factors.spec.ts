import { randomBytes } from 'node:crypto';
import { PrismaService } from '@turnpike/database';
import { createLogger } from '@turnpike/observability';
import { KeyRing, Sealer } from '@turnpike/secrets';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { ResealSecondFactors } from './reseal-second-factors.js';
import { totpContext } from './totp.js';
import { UserRepository } from './user.repository.js';

describe('second factors after the seal key was changed', () => {
  let database: TestDatabase;
  let prisma: PrismaService;
  const [old, fresh] = [
    { kid: 1, key: randomBytes(32) },
    { kid: 2, key: randomBytes(32) },
  ];

  beforeAll(async () => {
    database = await createTestDatabase();
    prisma = new PrismaService(database.url);
  });

  afterAll(async () => {
    await prisma.onApplicationShutdown();
    await database.drop();
  });

  it('are sealed anew once, and open without the old key; one that does not open is left', async () => {
    const before = new Sealer(new KeyRing([old]));
    for (const id of ['usr_a', 'usr_b', 'usr_c']) {
      const context = id === 'usr_b' ? 'something else' : totpContext(id);
      const sealedTotpSecret = new Uint8Array(before.seal(Buffer.from(`secret of ${id}`), context));
      const data = { id, email: `${id}@x.example`, name: id, sealedTotpSecret, createdAt: new Date() };
      await prisma.memberUser.create({ data });
    }
    const users = new UserRepository(prisma);
    const logger = createLogger({ logLevel: 'silent' });
    const reseal = new ResealSecondFactors(users, new Sealer(new KeyRing([fresh, old])), logger);
    const { signal } = new AbortController();
    expect([await reseal.run(signal), await reseal.run(signal)]).toEqual([2, 0]);
    const after = new Sealer(new KeyRing([fresh]));
    const user = await users.find('usr_c');
    expect(after.open(user!.sealedTotpSecret!, totpContext('usr_c')).toString()).toBe('secret of usr_c');
  });
});
