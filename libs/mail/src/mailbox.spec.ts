import { randomBytes } from 'node:crypto';
import { SYSTEM } from '@turnpike/audit';
import { ManualClock } from '@turnpike/config';
import { PrismaService } from '@turnpike/database';
import { createLogger } from '@turnpike/observability';
import { KeyRing, Sealer } from '@turnpike/secrets';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import type { Letter } from './letter.js';
import { MailOutboxRepository } from './mail-outbox.repository.js';
import { MailTransport } from './mail-transport.js';
import { Mailbox } from './mailbox.js';

/** A server that takes letters, or refuses them. */
class FakeTransport extends MailTransport {
  readonly sent: Letter[] = [];
  refuses = false;

  override send(letter: Letter): Promise<void> {
    if (this.refuses) return Promise.reject(new Error('452 come back later'));
    this.sent.push(letter);
    return Promise.resolve();
  }
}

const LETTER: Letter = { to: 'a@mail.example', subject: 'Sign in', text: 'https://x.example/#token=secret' };

describe('letters', () => {
  let database: TestDatabase;
  let prisma: PrismaService;
  let clock: ManualClock;
  let transport: FakeTransport;

  const mailbox = (through: MailTransport | null, ring = 1): Mailbox =>
    new Mailbox(
      new MailOutboxRepository(prisma),
      new Sealer(new KeyRing([{ kid: ring, key: keys[ring]! }])),
      through,
      clock,
      createLogger({ logLevel: 'silent' }),
    );
  const keys: Record<number, Buffer> = { 1: randomBytes(32), 2: randomBytes(32) };
  const write = (box: Mailbox, letter = LETTER) => prisma.$transaction((tx) => box.write(tx, letter));

  beforeAll(async () => {
    database = await createTestDatabase();
    prisma = new PrismaService(database.url);
  });

  afterAll(async () => {
    await prisma.onApplicationShutdown();
    await database.drop();
  });

  beforeEach(async () => {
    await prisma.mailOutbox.deleteMany();
    clock = new ManualClock(new Date('2026-11-20T10:00:00Z'));
    transport = new FakeTransport();
  });

  it('wait for the operator where there is no server, their text sealed', async () => {
    const box = mailbox(null);
    await write(box);
    await box.sendDue();
    box.sendSoon();
    expect(box.kind).toBe('outbox');
    expect(await box.page(null, 10, SYSTEM)).toMatchObject({
      letters: [{ ...LETTER, state: 'kept' }],
      isMore: false,
    });
    const [row] = await prisma.$queryRaw<{ text: string }[]>`SELECT m::text AS text FROM mail_outbox m`;
    expect(row?.text).not.toContain(Buffer.from('secret').toString('hex'));
    const { letters } = await mailbox(null, 2).page(null, 10, SYSTEM);
    expect(letters[0]?.text).toMatch(/^\(sealed/);
  });

  it('are shown to the operator without their text where a server sends them', async () => {
    const box = mailbox(transport);
    await write(box);
    const { to, subject } = LETTER;
    const [letter] = (await box.page(null, 10, SYSTEM)).letters;
    expect(letter).toMatchObject({ to, subject, text: null, state: 'waiting' });
    transport.refuses = true;
    await box.sendDue();
    expect((await box.page(null, 10, SYSTEM)).letters[0]).toMatchObject({ text: null, state: 'failing' });
  });

  it('are not read without an entry in the log of changes, which says whose', async () => {
    await write(mailbox(null));
    const actions = () => prisma.auditEntry.findMany({ where: { action: 'mail.read' } });
    const before = (await actions()).length;
    await mailbox(null).page(null, 10, SYSTEM);
    expect((await actions()).slice(before)).toMatchObject([
      { actorKind: 'system', detail: { letters: 1, newest: expect.any(String), oldest: expect.any(String) } },
    ]);
    const [{ id } = { id: 0n }] = await prisma.mailOutbox.findMany();
    await mailbox(null).page(id, 10, SYSTEM);
    expect((await actions()).length).toBe(before + 1);
  });

  it('are counted: those that wait, and those that could not be sent', async () => {
    const box = mailbox(transport);
    await write(box);
    expect(await box.count()).toEqual({ waiting: 1, failing: 0 });
    transport.refuses = true;
    await box.sendDue();
    clock.advanceSeconds(60);
    expect(await box.count()).toEqual({ waiting: 1, failing: 1 });
    transport.refuses = false;
    await box.sendDue();
    expect(await box.count()).toEqual({ waiting: 0, failing: 0 });
  });

  it('are not written if what they tell is not', async () => {
    const box = mailbox(transport);
    const failing = prisma.$transaction(async (tx) => {
      await box.write(tx, LETTER);
      throw new Error('something else failed');
    });
    await expect(failing).rejects.toThrow();
    await box.sendDue();
    expect(transport.sent).toEqual([]);
  });

  it('are sent once, by any number of processes at once, and then gone', async () => {
    const boxes = [mailbox(transport), mailbox(transport), mailbox(transport)];
    for (let n = 0; n < 30; n += 1) await write(boxes[0]!, { ...LETTER, subject: String(n) });
    await Promise.all(boxes.map((box) => box.sendDue()));
    expect(transport.sent.map(({ subject }) => Number(subject)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 30 }, (_, n) => n),
    );
    expect(await prisma.mailOutbox.count()).toBe(0);
  });

  it('that a server refuses are tried again later, ever more rarely', async () => {
    const box = mailbox(transport);
    transport.refuses = true;
    await write(box);
    await box.sendDue();
    transport.refuses = false;
    clock.advanceSeconds(59);
    await box.sendDue();
    expect(transport.sent).toEqual([]);
    clock.advanceSeconds(1);
    await box.sendDue();
    expect(transport.sent).toEqual([LETTER]);
  });

  it('whose sender was killed are sent by another, a while later', async () => {
    const [killed, other] = [
      mailbox(
        new (class extends FakeTransport {
          override send = () => new Promise<void>(() => undefined);
        })(),
      ),
      mailbox(transport),
    ];
    await write(other);
    void killed.sendDue();
    while ((await prisma.mailOutbox.findFirstOrThrow()).attempts === 0) await Promise.resolve();
    await other.sendDue();
    expect(transport.sent).toEqual([]);
    clock.advanceSeconds(120);
    await other.sendDue();
    expect(transport.sent).toEqual([LETTER]);
  });

  it('are deleted when they are a week old', async () => {
    const box = mailbox(null);
    await write(box);
    expect(await box.prune(clock.now())).toBe(0);
    clock.advanceSeconds(604_801);
    expect(await box.prune(clock.now())).toBe(1);
  });
});
