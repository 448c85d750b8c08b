import { Module } from '@nestjs/common';
import { ENV } from '@turnpike/config';
import { mailTransport } from './mail-transport.js';
import { MAIL_TRANSPORT, Mailbox } from './mailbox.js';
import { LetterResealRepository } from './letter-reseal.repository.js';
import { MailOutboxRepository } from './mail-outbox.repository.js';
import { ResealLetters } from './reseal-letters.js';

/** Letters to people. */
@Module({
  providers: [
    MailOutboxRepository,
    LetterResealRepository,
    Mailbox,
    ResealLetters,
    { provide: MAIL_TRANSPORT, inject: [ENV], useFactory: mailTransport },
  ],
  exports: [Mailbox, ResealLetters],
})
export class MailModule {}
