import { ldk } from './ldk.mjs';

/** A payment settles in some dozen passes; whatever takes more goes round in circles. */
const PASSES_MAX = 1_000;

/** Moves everything between two connected nodes until nothing moves any more: no timers, and so no waiting. */
export class Pump {
  #connection;
  #members;

  /** `members`: each node with the parts that its events are told to, `{ node, parts }`. */
  constructor(connection, members) {
    this.#connection = connection;
    this.#members = members;
  }

  /** Returns when both nodes are at rest. Throws if they never are. */
  run() {
    for (let pass = 0; pass < PASSES_MAX; pass += 1) if (!this.#move()) return;
    throw new Error('lightning: the nodes do not come to rest');
  }

  #move() {
    for (const { node } of this.#members) node.peers.process_events();
    const delivered = this.#connection.deliver();
    const happened = this.#members.map((member) => this.#handleEvents(member));
    return delivered || happened.includes(true);
  }

  #handleEvents({ node, parts }) {
    const events = node.takeEvents();
    for (const event of events) {
      if (event instanceof ldk.Event_PendingHTLCsForwardable) node.channels.process_pending_htlc_forwards();
      else for (const part of parts) part.handle(event);
    }
    return events.length > 0;
  }
}
