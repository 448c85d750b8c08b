import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { parseEnv } from '@turnpike/config';
import { mailTransport } from './mail-transport.js';

/** A mail server that takes everything, or refuses recipients, and keeps what it was told. */
class FakeSmtp {
  readonly said: string[] = [];
  refusal: string | null = null;
  private readonly server: Server = createServer((socket) => this.serve(socket));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `smtp://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => void this.server.close(() => resolve()));
  }

  private serve(socket: Socket): void {
    let inLetter = false;
    let rest = '';
    socket.write('220 fake\r\n');
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      const lines = (rest + data.toString('utf8')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        this.said.push(line);
        if (inLetter && line !== '.') continue;
        if (line === 'DATA') inLetter = true;
        else if (line === '.') inLetter = false;
        socket.write(this.answer(line));
        if (line === 'QUIT') socket.end();
      }
    });
  }

  private answer(line: string): string {
    if (line.startsWith('RCPT') && this.refusal !== null) return `${this.refusal}\r\n`;
    if (line === 'DATA') return '354 go on\r\n';
    return line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n';
  }
}

describe('a letter through SMTP', () => {
  let smtp: FakeSmtp;
  let url: string;

  beforeEach(async () => {
    smtp = new FakeSmtp();
    url = await smtp.start();
  });

  afterEach(() => smtp.stop());

  const send = (more: Record<string, string>, letter: { to: string; subject: string; text: string }) =>
    mailTransport(parseEnv({ SMTP_URL: url, ...more }))!.send(letter);
  const letter = { to: 'a@mail.example', subject: 'Sign in', text: 'https://x.example/#token=abc\n' };

  it('goes from the configured sender to one recipient, in plain text', async () => {
    await send({ MAIL_FROM: 'Turnpike <pay@shop.example>' }, letter);
    const said = smtp.said.join('\n');
    expect(said).toContain('MAIL FROM:<pay@shop.example>');
    expect(smtp.said.filter((line) => line.startsWith('RCPT TO:'))).toEqual(['RCPT TO:<a@mail.example>']);
    expect(said).toMatch(/^From: Turnpike <pay@shop\.example>$/m);
    expect(said).toMatch(/^Content-Type: text\/plain/m);
    expect(said).toContain('https://x.example/#token=abc');
  });

  it('names the instance as sender if nobody is configured', async () => {
    await send({ PUBLIC_URL: 'https://pay.example.com' }, letter);
    expect(smtp.said.join('\n')).toContain('MAIL FROM:<turnpike@pay.example.com>');
  });

  it('has no further recipient, whatever its address and subject hold', async () => {
    const hostile = { ...letter, to: 'a@mail.example, b@mail.example', subject: 'x\r\nBcc: c@mail.example' };
    await send({}, hostile).catch(() => undefined);
    const recipients = smtp.said.filter((line) => line.startsWith('RCPT TO:'));
    expect(recipients.length).toBeLessThanOrEqual(1);
    expect(smtp.said.filter((line) => /^bcc:/i.test(line))).toEqual([]);
  });

  it('rejects when the server refuses it', async () => {
    smtp.refusal = '550 no such user';
    await expect(send({}, letter)).rejects.toThrow('550');
  });

  it('stays here where no server is configured', () => {
    expect(mailTransport(parseEnv({}))).toBeNull();
  });
});
