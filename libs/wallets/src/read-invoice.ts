import {
  decodePaymentRequest,
  InvalidPaymentRequest,
  type Network,
  type PaymentRequest,
} from '@turnpike/l402';
import { ProtocolViolation } from './wallet-errors.js';

const NETWORKS: readonly Network[] = ['mainnet', 'regtest', 'signet', 'testnet'];

/**
 * Reads an invoice of whatever network its prefix names, for what a provider has to find out by itself. It does not make
 * it acceptable: the guard judges it against what is allowed. Throws `ProtocolViolation` with what is wrong.
 */
export function readInvoice(text: string): PaymentRequest {
  for (const network of NETWORKS) {
    try {
      return decodePaymentRequest(text, network);
    } catch (error) {
      if (!(error instanceof InvalidPaymentRequest)) throw error;
      if (error.why !== 'network') throw new ProtocolViolation(error.why);
    }
  }
  throw new ProtocolViolation('network');
}
