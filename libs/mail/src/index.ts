export type { Letter, WaitingLetter } from './letter.js';
export { mailBounds } from './mail-bounds.js';
export { MailTransport } from './mail-transport.js';
export { Mailbox, MAIL_TRANSPORT } from './mailbox.js';
export { MailModule } from './mail.module.js';
export { ResealLetters } from './reseal-letters.js';
export type { LetterCounts } from './mail-outbox.repository.js';
