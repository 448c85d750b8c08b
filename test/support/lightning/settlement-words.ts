import { Client } from 'pg';
import type { Settlement } from '@turnpike/challenges';

const CHANNEL = 'settlement_words';
const WORDS: readonly (Settlement | 'none')[] = ['none', 'settled', 'expired', 'unknown', 'open'];

/** Tells what is written to the ledger when it is committed; the events of the same transaction can be read by then. */
const TELL = `
CREATE FUNCTION tell_settlement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('${CHANNEL}', encode(payment_hash, 'hex') || ' ' || NEW.settlement) FROM challenge WHERE key = NEW.key;
  RETURN NULL;
END $$;
CREATE TRIGGER tell_settlement AFTER UPDATE OF settlement ON challenge_ledger
  FOR EACH ROW WHEN (OLD.settlement <> NEW.settlement) EXECUTE FUNCTION tell_settlement();
LISTEN ${CHANNEL}`;

/** Hears from a test database which words of wallets are put on record, so that a test can wait for one. */
export class SettlementWords {
  private readonly heard = new Set<string>();
  private readonly waiting = new Map<string, () => void>();

  private constructor(private readonly client: Client) {
    client.on('notification', ({ payload = '' }) => {
      const [paymentHash, code] = payload.split(' ');
      const word = nameOf(paymentHash, WORDS[Number(code)]);
      this.heard.add(word);
      this.waiting.get(word)?.();
    });
  }

  /** Begins to listen. */
  static async listen(databaseUrl: string): Promise<SettlementWords> {
    const client = new Client({ connectionString: databaseUrl });
    const words = new SettlementWords(client);
    await client.connect();
    await client.query(TELL);
    return words;
  }

  /** Resolves when a word about a challenge is on record, or has been since listening began. */
  said(paymentHash: string, word: Settlement): Promise<void> {
    const name = nameOf(paymentHash, word);
    if (this.heard.has(name)) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiting.set(name, resolve);
    });
  }

  /** Stops listening. */
  close(): Promise<void> {
    return this.client.end();
  }
}

function nameOf(paymentHash: string | undefined, word: string | undefined): string {
  return `${paymentHash ?? ''} ${word ?? ''}`;
}
