import { orAborted, pause } from './abortable.js';
import type { NwcConnection } from './connection-string.js';
import { isGenuine, tagOf, type NostrEvent, type NostrFilter } from './nostr-event.js';
import { nwcBounds } from './nwc-bounds.js';
import type { NwcEncryption } from './nwc-cipher.js';
import { RelayFailure } from './relay-failure.js';
import type { RelayPool } from './relay-pool.js';
import type { RelaySocket } from './relay-socket.js';
import { inOrderOfKnowledge } from './relay-verdict.js';

/** What a wallet says about itself in its info event (NIP-47, kind 13194). */
export interface WalletInfo {
  /** Null if there is no info event, so that nobody knows. */
  readonly methods: ReadonlySet<string> | null;
  readonly encryption: NwcEncryption;
  /** Whether it says that it notifies of payments received. */
  readonly notifies: boolean;
}

/** Where there is no info event, the newer encryption is tried. */
const silentInfo: WalletInfo = Object.freeze({ methods: null, encryption: 'nip44_v2', notifies: false });
const INFO_KIND = 13_194;
const METHODS_MAX = 64;

/** Asks every relay for the info event of the wallet and takes the newest. Throws a `WalletError` if none could be asked. */
export async function fetchInfo(
  { walletPubkey, relays }: NwcConnection,
  pool: RelayPool,
  signal: AbortSignal,
): Promise<WalletInfo> {
  const filter = { kinds: [INFO_KIND], authors: [walletPubkey], limit: 1 };
  const asked = await Promise.allSettled(relays.map(async (url) => newestAt(pool.at(url), filter, signal)));
  const answers = asked.filter((one) => one.status === 'fulfilled').map((one) => one.value);
  if (answers.length === 0)
    throw inOrderOfKnowledge(
      asked.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : [])),
    );
  const events = answers.filter((event) => event !== null);
  const [newest] = events.sort((one, other) => other.created_at - one.created_at);
  return newest === undefined ? silentInfo : readInfo(newest);
}

function readInfo(event: NostrEvent): WalletInfo {
  const words = event.content.split(/\s+/).filter((word) => /^[a-z0-9_]{1,40}$/.test(word));
  const methods = new Set(words.slice(0, METHODS_MAX));
  const wordsOf = (name: string): string[] => (tagOf(event, name) ?? '').split(/[\s,]+/);
  return {
    methods,
    encryption: wordsOf('encryption').includes('nip44_v2') ? 'nip44_v2' : 'nip04',
    notifies: wordsOf('notifications').includes('payment_received'),
  };
}

async function newestAt(
  relay: RelaySocket,
  filter: NostrFilter,
  signal: AbortSignal,
): Promise<NostrEvent | null> {
  await relay.ready(signal, 'urgent');
  let newest: NostrEvent | null = null;
  let unsubscribe: (() => void) | undefined;
  const told = new Promise<void>((resolve, reject) => {
    unsubscribe = relay.subscribe(filter, {
      onEvent: (event) => {
        if (event.created_at <= (newest?.created_at ?? -1) || !isGenuine(event, filter)) return false;
        newest = event;
        return true;
      },
      onStored: resolve,
      onEnd: (end) => reject(new RelayFailure(end)),
    });
  });
  try {
    // A relay that never says that this is all has said what it has by then.
    await orAborted(Promise.race([told, pause(nwcBounds.storedMillis, signal)]), signal);
    return newest;
  } finally {
    unsubscribe?.();
  }
}
