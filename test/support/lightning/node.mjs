import { randomBytes } from 'node:crypto';
import { hexOf, keep, ldk } from './ldk.mjs';

const FEE_SATS_PER_1000_WEIGHT = 253;
const NETWORK = ldk.Network.LDKNetwork_Regtest;

function createLogger() {
  return keep(ldk.Logger.new_impl({ log: () => undefined }));
}

/** Watches the chain for a node's channels; what it would store or broadcast is of no use to anybody here. */
function createChainMonitor(logger, fees, broadcaster) {
  const completed = () => ldk.ChannelMonitorUpdateStatus.LDKChannelMonitorUpdateStatus_Completed;
  const persister = keep(
    ldk.Persist.new_impl({
      persist_new_channel: completed,
      update_persisted_channel: completed,
      archive_persisted_channel: () => undefined,
    }),
  );
  const source = ldk.Option_FilterZ.constructor_none();
  return keep(ldk.ChainMonitor.constructor_new(source, broadcaster, logger, fees, persister));
}

function createRouters(logger, keys) {
  const entropy = keys.as_EntropySource();
  const graph = keep(ldk.NetworkGraph.constructor_new(NETWORK, logger));
  const decay = ldk.ProbabilisticScoringDecayParameters.constructor_default();
  const scorer = keep(ldk.ProbabilisticScorer.constructor_new(decay, graph, logger));
  const score = keep(ldk.MultiThreadedLockableScore.constructor_new(scorer.as_Score()));
  const fees = ldk.ProbabilisticScoringFeeParameters.constructor_default();
  const router = ldk.DefaultRouter.constructor_new(graph, logger, entropy, score.as_LockableScore(), fees);
  const messageRouter = ldk.DefaultMessageRouter.constructor_new(graph, entropy);
  return { router: keep(router), messageRouter: keep(messageRouter) };
}

/** A node lets one payment fill a whole channel; else a tenth would be the most. */
function createSettings() {
  const settings = ldk.UserConfig.constructor_default();
  const handshake = settings.get_channel_handshake_config();
  handshake.set_max_inbound_htlc_value_in_flight_percent_of_channel(100);
  settings.set_channel_handshake_config(handshake);
  return settings;
}

function createChannels(chain, keys, logger) {
  const fees = keep(
    ldk.FeeEstimator.new_impl({ get_est_sat_per_1000_weight: () => FEE_SATS_PER_1000_WEIGHT }),
  );
  const broadcaster = keep(ldk.BroadcasterInterface.new_impl({ broadcast_transactions: () => undefined }));
  const monitor = createChainMonitor(logger, fees, broadcaster);
  const { router, messageRouter } = createRouters(logger, keys);
  const channels = ldk.ChannelManager.constructor_new(
    fees,
    monitor.as_Watch(),
    broadcaster,
    router.as_Router(),
    messageRouter.as_MessageRouter(),
    logger,
    keys.as_EntropySource(),
    keys.as_NodeSigner(),
    keys.as_SignerProvider(),
    createSettings(),
    ldk.ChainParameters.constructor_new(NETWORK, chain.best()),
    chain.timeSeconds,
  );
  return { monitor, channels: keep(channels) };
}

function createPeers(channels, keys, logger, timeSeconds) {
  const ignorer = keep(ldk.IgnoringMessageHandler.constructor_new());
  const peers = ldk.PeerManager.constructor_new(
    channels.as_ChannelMessageHandler(),
    ignorer.as_RoutingMessageHandler(),
    ignorer.as_OnionMessageHandler(),
    ignorer.as_CustomMessageHandler(),
    timeSeconds,
    Uint8Array.from(randomBytes(32)),
    logger,
    keys.as_NodeSigner(),
  );
  return keep(peers);
}

/** A real Lightning node on regtest, with keys of its own, that follows a simulated chain and stores nothing. */
export class Node {
  #events = [];
  #eventHandler = keep(
    ldk.EventHandler.new_impl({
      handle_event: (event) => {
        this.#events.push(event);
        return ldk.Result_NoneReplayEventZ.constructor_ok();
      },
    }),
  );

  constructor(chain) {
    const logger = createLogger();
    const seed = Uint8Array.from(randomBytes(32));
    const keys = keep(ldk.KeysManager.constructor_new(seed, BigInt(chain.timeSeconds), 0));
    const { channels, monitor } = createChannels(chain, keys, logger);
    /** The library's `ChannelManager`: channels, and the payments through them. */
    this.channels = channels;
    /** The library's `PeerManager`: encrypted connections to other nodes. */
    this.peers = createPeers(channels, keys, logger, chain.timeSeconds);
    chain.tell(channels.as_Confirm());
    chain.tell(monitor.as_Confirm());
  }

  /** The public key (bytes) that names this node and signs its invoices. */
  get key() {
    return this.channels.get_our_node_id();
  }

  /** The same as 66 hex digits. */
  get id() {
    return hexOf(this.key);
  }

  /** What happened since it was last asked. */
  takeEvents() {
    // Collected first and acted on later: the library must not be called into while it reports.
    this.channels.as_EventsProvider().process_pending_events(this.#eventHandler);
    return this.#events.splice(0);
  }
}
