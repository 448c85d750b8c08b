import { getConversationKey } from 'nostr-tools/nip44';
import { generateSecretKey, getPublicKey } from 'nostr-tools/pure';

/** The keys of a wallet and of one connection to it. */
export class NwcIdentity {
  readonly walletSecret = generateSecretKey();
  readonly clientSecret = generateSecretKey();
  readonly walletPubkey = getPublicKey(this.walletSecret);
  readonly clientPubkey = getPublicKey(this.clientSecret);
  /** What both encrypt with in the newer encryption; made once, as that is most of the work. */
  readonly conversationKey = getConversationKey(this.walletSecret, this.clientPubkey);

  /** What must never show up in an error. */
  get secrets(): string[] {
    const bytes = Buffer.from(this.clientSecret);
    return [bytes.toString('hex'), bytes.toString('base64')];
  }

  /** The credentials of the connection, over these relays. */
  credentials(...relays: readonly string[]): { connectionString: string } {
    const query = relays.map((relay) => `relay=${encodeURIComponent(relay)}&`).join('');
    const secret = Buffer.from(this.clientSecret).toString('hex');
    return { connectionString: `nostr+walletconnect://${this.walletPubkey}?${query}secret=${secret}` };
  }
}
