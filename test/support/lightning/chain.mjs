import { createHash, randomBytes } from 'node:crypto';
import { keep, ldk } from './ldk.mjs';

const FIRST_TRANSACTION_INDEX = 1;

function sha256d(bytes) {
  const once = createHash('sha256').update(bytes).digest();
  return createHash('sha256').update(once).digest();
}

/** 80 bytes without proof of work. */
function headerOf(previousHash, timeSeconds) {
  const header = Buffer.alloc(80);
  header.writeUInt32LE(4, 0);
  previousHash.copy(header, 4);
  randomBytes(32).copy(header, 36);
  header.writeUInt32LE(timeSeconds, 68);
  header.writeUInt32LE(0x207fffff, 72);
  return header;
}

/**
 * A blockchain on which anybody may add a block and say when. Its time is the last block's, and the only one that the
 * nodes know: to them nothing expires until a later block connects.
 */
export class Chain {
  #listeners = [];
  #height = 0;
  #tip;
  #timeSeconds;

  /** Starts at regtest's first block, at a given Unix time. */
  constructor(timeSeconds) {
    this.#timeSeconds = timeSeconds;
    this.#tip = Buffer.from(this.best().get_block_hash());
  }

  /** Unix time of the last block. */
  get timeSeconds() {
    return this.#timeSeconds;
  }

  /** The block that a new node starts at. Nodes join before anything is mined. */
  best() {
    return ldk.BestBlock.constructor_from_network(ldk.Network.LDKNetwork_Regtest);
  }

  /** Tells a listener (`Confirm`) of every block from now on. */
  tell(listener) {
    this.#listeners.push(keep(listener));
  }

  /** Adds a block. Throws if it were older than the last one, as nodes do not take their time back. */
  mine(timeSeconds, transactions = []) {
    if (timeSeconds < this.#timeSeconds) throw new RangeError('a block cannot be older than the last one');
    const header = headerOf(this.#tip, timeSeconds);
    this.#height += 1;
    this.#tip = sha256d(header);
    this.#timeSeconds = timeSeconds;
    for (const listener of this.#listeners) this.#connect(listener, header, transactions);
  }

  #connect(listener, header, transactions) {
    // The first place in a block is the coinbase's.
    const placed = transactions.map((transaction, index) =>
      ldk.TwoTuple_usizeTransactionZ.constructor_new(FIRST_TRANSACTION_INDEX + index, transaction),
    );
    if (placed.length > 0) listener.transactions_confirmed(header, placed, this.#height);
    listener.best_block_updated(header, this.#height);
  }
}
