import { randomBytes } from 'node:crypto';

/** What a macaroon allows: an entity with its actions, such as `invoices` with `read` and `write`. */
export type LndOperations = Readonly<Record<string, readonly string[]>>;

/** The operations of the macaroon that merchants are asked for. */
export const INVOICE_OPERATIONS: LndOperations = { invoices: ['read', 'write'] };

/** The operations of LND's own `admin.macaroon`, as far as they matter. */
export const ADMIN_OPERATIONS: LndOperations = {
  address: ['read', 'write'],
  info: ['read', 'write'],
  invoices: ['read', 'write'],
  macaroon: ['generate', 'read', 'write'],
  message: ['read', 'write'],
  offchain: ['read', 'write'],
  onchain: ['read', 'write'],
  peers: ['read', 'write'],
  signer: ['generate', 'read'],
};

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

function delimited(tag: number, content: Buffer): Buffer {
  return Buffer.concat([varint(tag), varint(content.length), content]);
}

/** The protobuf tag of a length-delimited field. */
const tagOf = (field: number): number => field * 8 + 2;

/** The identifier of LND's bakery: version 3, then the message MacaroonId of nonce, storage id and operations. */
export function macaroonIdentifier(operations: LndOperations): Buffer {
  const ops = Object.entries(operations).map(([entity, actions]) =>
    delimited(
      tagOf(3),
      Buffer.concat([
        delimited(tagOf(1), Buffer.from(entity)),
        ...actions.map((action) => delimited(tagOf(2), Buffer.from(action))),
      ]),
    ),
  );
  const nonce = delimited(tagOf(1), randomBytes(16));
  const storage = delimited(tagOf(2), Buffer.from('0'));
  return Buffer.concat([Buffer.from([3]), nonce, storage, ...ops]);
}

/** A macaroon in the binary format V2 as LND bakes them, as hex digits. Its signature is noise. */
export function bakeMacaroon(operations: LndOperations, identifier = macaroonIdentifier(operations)): string {
  return Buffer.concat([
    Buffer.from([2]),
    delimited(1, Buffer.from('lnd')),
    delimited(2, identifier),
    Buffer.from([0, 0]),
    delimited(6, randomBytes(32)),
  ]).toString('hex');
}
