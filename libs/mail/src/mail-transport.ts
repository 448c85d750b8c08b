import type { Env } from '@turnpike/config';
import { createTransport } from 'nodemailer';
import type { Letter } from './letter.js';
import { mailBounds } from './mail-bounds.js';

/** What carries a letter to its server. Rejects if the server has not taken it. */
export abstract class MailTransport {
  /** Hands one letter over. */
  abstract send(letter: Letter): Promise<void>;
}

/** Speaks SMTP to the server that the operator names. A letter can name no file or address to be fetched. */
export class SmtpTransport extends MailTransport {
  private readonly server;

  constructor(
    url: string,
    private readonly from: string,
  ) {
    super();
    const { connectMillis, silenceMillis } = mailBounds;
    this.server = createTransport({
      url,
      connectionTimeout: connectMillis,
      greetingTimeout: connectMillis,
      socketTimeout: silenceMillis,
      dnsTimeout: connectMillis,
    });
  }

  override async send({ to, subject, text }: Letter): Promise<void> {
    await this.server.sendMail({
      from: this.from,
      to: { name: '', address: to },
      subject,
      text,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }
}

/** The configured transport; null where letters stay in the outbox. */
export function mailTransport(env: Env): MailTransport | null {
  if (env.smtpUrl === null) return null;
  const host = env.publicUrl === null ? 'localhost' : new URL(env.publicUrl).hostname;
  return new SmtpTransport(env.smtpUrl, env.mailFrom ?? `turnpike@${host}`);
}
