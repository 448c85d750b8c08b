import * as nip04 from 'nostr-tools/nip04';
import * as nip44 from 'nostr-tools/nip44';
import type { NwcConnection } from './connection-string.js';

/** The ways of encryption that NIP-47 knows, by the names of its `encryption` tag. */
export type NwcEncryption = 'nip44_v2' | 'nip04';

/** Encrypts what goes to a wallet and decrypts what comes from it. */
export class NwcCipher {
  constructor(
    private readonly connection: Pick<NwcConnection, 'clientSecret' | 'walletPubkey' | 'conversationKey'>,
  ) {}

  /** Encrypts a text in one of the two ways. */
  encrypt(text: string, encryption: NwcEncryption): string {
    const { clientSecret, walletPubkey, conversationKey } = this.connection;
    if (encryption === 'nip44_v2') return nip44.encrypt(text, conversationKey);
    return nip04.encrypt(clientSecret, walletPubkey, text);
  }

  /**
   * Decrypts a text of either way, which its form tells: wallets answer what they could not decrypt in the newer one. Null
   * if that fails, whatever the text is.
   */
  decrypt(text: string): string | null {
    const { clientSecret, walletPubkey, conversationKey } = this.connection;
    try {
      if (text.includes('?iv=')) return nip04.decrypt(clientSecret, walletPubkey, text);
      return nip44.decrypt(text, conversationKey);
    } catch {
      return null;
    }
  }

  /** Decrypts a text and reads it as a JSON object; null if it is none. */
  open(text: string): Readonly<Record<string, unknown>> | null {
    const plain = this.decrypt(text);
    if (plain === null) return null;
    try {
      const value: unknown = JSON.parse(plain);
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isObject ? (value as Record<string, unknown>) : null;
    } catch {
      return null;
    }
  }
}
