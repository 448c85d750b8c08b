/** What a letter's text is sealed for: it opens nowhere else. */
export function letterContext(nonce: Uint8Array, recipient: string): string {
  return `mail_outbox:${Buffer.from(nonce).toString('hex')}:${recipient}`;
}
