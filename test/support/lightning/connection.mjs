import { keep, ldk, unwrap } from './ldk.mjs';

/**
 * Two nodes connected as if by a socket, encryption and all. What one sends waits until it is delivered, because the
 * library must not be handed data from within a call that sends some.
 */
export class Connection {
  #inFlight = [];
  /** Who receives, by the number of the socket that sends. */
  #ends;

  /** `from` calls `to`. */
  constructor(from, to) {
    const [near, far] = [1n, 2n].map((number) => this.#socket(number));
    const nowhere = ldk.Option_SocketAddressZ.constructor_none();
    this.#ends = new Map([
      [1n, { node: to, socket: far }],
      [2n, { node: from, socket: near }],
    ]);
    const greeting = unwrap(from.peers.new_outbound_connection(to.key, near, nowhere), 'call');
    unwrap(to.peers.new_inbound_connection(far, nowhere), 'be called');
    this.#inFlight.push({ by: 1n, data: greeting });
  }

  /** Hands over all that is in flight. Says whether there was anything. */
  deliver() {
    const sent = this.#inFlight.splice(0);
    for (const { by, data } of sent) {
      const { node, socket } = this.#ends.get(by);
      unwrap(node.peers.read_event(socket, data), 'read what the other node sent');
    }
    return sent.length > 0;
  }

  #socket(number) {
    return keep(
      ldk.SocketDescriptor.new_impl({
        send_data: (data) => {
          this.#inFlight.push({ by: number, data: Uint8Array.from(data) });
          return data.length;
        },
        disconnect_socket: () => undefined,
        eq: (other) => other.hash() === number,
        hash: () => number,
      }),
    );
  }
}
