import { Controller, Get, Query } from '@nestjs/common';
import { Mailbox } from '@turnpike/mail';
import type { WaitingLetter } from '@turnpike/mail';
import { Access } from '../http/access.decorator.js';
import { cursorOf, readCursorPage } from '../http/cursor-page.js';

/** Letters that are not sent: without SMTP, those that the operator hands on. */
@Controller('api/admin/mails')
export class MailsController {
  constructor(private readonly mailbox: Mailbox) {}

  /** The letters, newest first. They hold links that open accounts. */
  @Get()
  @Access({ kind: 'admin' })
  async list(
    @Query() query: Record<string, unknown>,
  ): Promise<{ mails: readonly WaitingLetter[]; nextCursor: string | null }> {
    const { limit, after } = readCursorPage(query, (text) => /^[1-9]\d{0,17}$/.test(text));
    const found = await this.mailbox.page(after === null ? null : BigInt(after), limit + 1);
    const mails = found.slice(0, limit);
    const last = mails.at(-1);
    return { mails, nextCursor: found.length > limit && last !== undefined ? cursorOf(last.id) : null };
  }
}
