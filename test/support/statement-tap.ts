import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Bytes of a message of the frontend before its content: its type, and how long it is without that. */
const HEADER_BYTES = 5;

/**
 * Stands between a program and PostgreSQL, passes everything on, and counts the statements that the program has executed,
 * by their text. For connections without TLS.
 */
export class StatementTap {
  /** How often each statement was executed. */
  readonly counts = new Map<string, number>();
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly database: URL,
  ) {}

  /** Opens one before a database. */
  static async open(databaseUrl: string): Promise<StatementTap> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const tap = new StatementTap(server, new URL(databaseUrl));
    server.on('connection', (socket) => tap.pass(socket));
    return tap;
  }

  /** The address to be used instead of the database's. */
  get url(): string {
    const url = new URL(this.database);
    url.host = `127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
    return url.href;
  }

  /** How many statements were executed so far. */
  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Cuts every connection and listens no more. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      for (const socket of this.sockets) socket.destroy();
    });
  }

  private pass(program: Socket): void {
    const database = connect(Number(this.database.port), this.database.hostname);
    for (const [socket, other] of [
      [program, database],
      [database, program],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
    const read = this.reader();
    program.on('data', read);
    program.pipe(database);
    database.pipe(program);
  }

  /** Reads what one connection sends. */
  private reader(): (chunk: Buffer) => void {
    const texts = new Map<string, string>();
    let left: Buffer = Buffer.alloc(0);
    // The first message has no type.
    let hasBegun = false;
    return (chunk) => {
      left = Buffer.concat([left, chunk]);
      for (;;) {
        const offset = hasBegun ? 1 : 0;
        if (left.length < offset + 4) return;
        const bytes = offset + left.readInt32BE(offset);
        if (left.length < bytes) return;
        if (hasBegun) this.note(String.fromCharCode(left[0] ?? 0), left.subarray(HEADER_BYTES, bytes), texts);
        hasBegun = true;
        left = left.subarray(bytes);
      }
    };
  }

  private note(type: string, content: Buffer, texts: Map<string, string>): void {
    const [first = '', second = ''] = content.toString('utf8').split('\0', 2);
    if (type === 'P') texts.set(first, second);
    const text = type === 'Q' ? first : type === 'B' ? texts.get(second) : undefined;
    if (text !== undefined) this.counts.set(text, (this.counts.get(text) ?? 0) + 1);
  }
}
