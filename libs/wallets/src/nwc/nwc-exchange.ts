import { defer, orAborted, pause } from './abortable.js';
import { isGenuine, type NostrEvent, type NostrFilter } from './nostr-event.js';
import { nwcBounds } from './nwc-bounds.js';
import { meaningOfRelayFailure, RelayFailure, type RelayEnd } from './relay-failure.js';
import type { RelaySocket } from './relay-socket.js';

const RESPONSE_KIND = 23_195;
const SUBSCRIPTIONS_MAX = 3;

/** Ends that a new subscription may mend. */
const MENDABLE: readonly RelayEnd[] = ['lost', 'closed'];

/**
 * Sends a request to the wallet over one relay and waits for the answer that the wallet signed: first the subscription,
 * then the request, because a relay does not keep answers. Events of others, and forged ones, are passed over. Throws a
 * `WalletError`, which says truly whether the wallet may have got the request.
 */
export async function exchange(
  relay: RelaySocket,
  request: NostrEvent,
  walletPubkey: string,
  signal: AbortSignal,
): Promise<NostrEvent> {
  const filter = { kinds: [RESPONSE_KIND], authors: [walletPubkey], '#e': [request.id] };
  let wasTaken = false;
  const publishOnce = async (): Promise<void> => {
    if (wasTaken) return;
    wasTaken = true;
    try {
      await relay.publish(request);
    } catch (error) {
      // Only a relay that said no has not passed it on.
      wasTaken = error instanceof RelayFailure && error.end === 'lost';
      throw error;
    }
  };
  for (let subscriptions = 1; ; subscriptions += 1) {
    try {
      await relay.ready(signal, 'urgent');
      return await answerOf(relay, filter, publishOnce, signal);
    } catch (error) {
      if (!(error instanceof RelayFailure)) throw error;
      // What the wallet answered on a socket that is gone, it does not answer again.
      const isMendable = MENDABLE.includes(error.end) && !(wasTaken && error.end === 'lost');
      if (!isMendable || subscriptions === SUBSCRIPTIONS_MAX) throw meaningOfRelayFailure(error, wasTaken);
    }
  }
}

async function answerOf(
  relay: RelaySocket,
  filter: NostrFilter,
  publish: () => Promise<void>,
  signal: AbortSignal,
): Promise<NostrEvent> {
  const [stored, answer] = [defer<true>(), defer<NostrEvent>()];
  const unsubscribe = relay.subscribe(filter, {
    onEvent: (event) => {
      if (!isGenuine(event, filter)) return false;
      answer.resolve(event);
      return true;
    },
    onStored: () => stored.resolve(true),
    onEnd: (end) => answer.reject(new RelayFailure(end)),
  });
  try {
    // Some relays never say that a subscription stands; by then it does.
    const standing = Promise.race([stored.promise, pause(nwcBounds.storedMillis, signal)]);
    await orAborted(Promise.race([standing, answer.promise]), signal);
    const published = publish().then(() => answer.promise);
    return await orAborted(Promise.race([answer.promise, published]), signal);
  } finally {
    unsubscribe();
  }
}
