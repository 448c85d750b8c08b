import { Controller, Get, Query } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import { Mailbox } from '@turnpike/mail';
import type { WaitingLetter } from '@turnpike/mail';
import { Access } from '../http/access.decorator.js';
import { CurrentAuthor } from '../http/author.js';
import { cursorOf, readCursorPage } from '../http/cursor-page.js';

/** Letters that are not sent: without SMTP, those that the operator hands on. */
@Controller('api/admin/mails')
export class MailsController {
  constructor(private readonly mailbox: Mailbox) {}

  /** The letters, newest first. Those that the operator hands on hold links that open accounts, so reading is logged. */
  @Get()
  @Access({ kind: 'admin' })
  async list(
    @Query() query: Record<string, unknown>,
    @CurrentAuthor() by: Author,
  ): Promise<{ mails: readonly WaitingLetter[]; nextCursor: string | null }> {
    const { limit, after } = readCursorPage(query, (text) => /^[1-9]\d{0,17}$/.test(text));
    const before = after === null ? null : BigInt(after);
    const { letters: mails, isMore } = await this.mailbox.page(before, limit, by);
    const last = mails.at(-1);
    return { mails, nextCursor: isMore && last !== undefined ? cursorOf(last.id) : null };
  }
}
