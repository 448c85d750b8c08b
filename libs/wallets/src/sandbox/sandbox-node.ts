import { createECDH, hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InvoiceKeys } from '@turnpike/secrets';

const SALT = 'turnpike/sandbox/node/v1';

/** The Lightning node that the sandbox pretends to be: a key that signs invoices, derived from the current invoice key. */
@Injectable()
export class SandboxNode {
  readonly privateKey: Uint8Array;
  /** The public key, 66 hex digits. */
  readonly payee: string;

  constructor(keys: InvoiceKeys) {
    this.privateKey = Buffer.from(hkdfSync('sha256', keys.current.key, SALT, '', 32));
    const curve = createECDH('secp256k1');
    curve.setPrivateKey(this.privateKey);
    this.payee = curve.getPublicKey('hex', 'compressed');
  }
}
