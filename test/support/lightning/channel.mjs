import { inventFunding } from './funding.mjs';
import { ldk, unwrap } from './ldk.mjs';

const CAPACITY_SATS = 1_000_000n;
const CONFIRMATIONS = 8;

/** The opening of a channel of a million satoshis, all of them on the opener's side. */
export class ChannelOpening {
  #opener;
  #funding = null;

  constructor(opener) {
    this.#opener = opener;
  }

  /** Takes part as far as an event of the opener asks for it. */
  handle(event) {
    if (!(event instanceof ldk.Event_FundingGenerationReady)) return;
    const { temporary_channel_id, counterparty_node_id, channel_value_satoshis, output_script } = event;
    this.#funding = inventFunding(channel_value_satoshis, output_script);
    const funded = this.#opener.channels.funding_transaction_generated(
      temporary_channel_id,
      counterparty_node_id,
      this.#funding,
    );
    unwrap(funded, 'fund the channel');
  }

  /** Opens the channel to a connected node. Throws unless both can use it in the end. */
  run(acceptor, chain, pump) {
    pump.run();
    const asked = this.#opener.channels.create_channel(acceptor.key, CAPACITY_SATS, 0n, 1n, null, null);
    unwrap(asked, 'ask for a channel');
    pump.run();
    chain.mine(chain.timeSeconds);
    if (this.#funding === null) throw new Error('lightning: nobody asked to fund the channel');
    chain.mine(chain.timeSeconds, [this.#funding]);
    for (let block = 1; block < CONFIRMATIONS; block += 1) chain.mine(chain.timeSeconds);
    pump.run();
    const usable = [this.#opener, acceptor].map((node) => node.channels.list_usable_channels().length);
    if (usable.some((count) => count !== 1)) throw new Error('lightning: the channel did not open');
  }
}
