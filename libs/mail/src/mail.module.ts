import { Module } from '@nestjs/common';
import { ENV } from '@turnpike/config';
import { mailTransport } from './mail-transport.js';
import { MAIL_TRANSPORT, Mailbox } from './mailbox.js';
import { MailOutboxRepository } from './mail-outbox.repository.js';

/** Letters to people. */
@Module({
  providers: [
    MailOutboxRepository,
    Mailbox,
    { provide: MAIL_TRANSPORT, inject: [ENV], useFactory: mailTransport },
  ],
  exports: [Mailbox],
})
export class MailModule {}
