import { ProtobufReader } from './protobuf-reader.js';

/** One operation that a macaroon of LND allows. */
export interface MacaroonOperation {
  readonly entity: string;
  readonly action: string;
}

const BINARY_V2 = 0x02;
const LOCATION = 0x01;
const IDENTIFIER = 0x02;
/** The version of the identifiers of LND's bakery, before the protobuf message. */
const IDENTIFIER_VERSION = 0x03;
const OPERATIONS_FIELD = 3;
const ENTITY_FIELD = 1;
const ACTION_FIELD = 2;
const OPERATIONS_MAX = 512;

/**
 * The operations that a macaroon of LND (hex digits of the binary format V2) allows, from its identifier, which
 * its signature covers. Caveats, which can only narrow them, are not looked at. Null if it cannot be read.
 */
export function macaroonOperations(hex: string): readonly MacaroonOperation[] | null {
  const identifier = identifierIn(Buffer.from(hex, 'hex'));
  if (identifier?.[0] !== IDENTIFIER_VERSION) return null;
  const fields = new ProtobufReader(identifier.subarray(1)).fields();
  if (fields === null) return null;
  const operations: MacaroonOperation[] = [];
  for (const { number, bytes } of fields) {
    if (number !== OPERATIONS_FIELD) continue;
    const members = bytes === null ? null : new ProtobufReader(bytes).fields();
    if (members === null) return null;
    const texts = (field: number): string[] =>
      members.flatMap((one) =>
        one.number === field && one.bytes !== null ? [one.bytes.toString('utf8')] : [],
      );
    const entity = texts(ENTITY_FIELD).at(-1) ?? '';
    for (const action of texts(ACTION_FIELD)) operations.push({ entity, action });
    if (operations.length > OPERATIONS_MAX) return null;
  }
  return operations.length === 0 ? null : operations;
}

const WANTED: ReadonlySet<string> = new Set([
  'invoices:read',
  'invoices:write',
  'info:read',
  'uri:/lnrpc.Lightning/AddInvoice',
  'uri:/lnrpc.Lightning/LookupInvoice',
  'uri:/lnrpc.Lightning/SubscribeInvoices',
  'uri:/lnrpc.Lightning/ListInvoices',
]);

/** What is allowed beyond making, finding and following invoices, as words such as `offchain:write`; each once. */
export function excessOperations(operations: readonly MacaroonOperation[]): readonly string[] {
  const words = operations.map(({ entity, action }) => `${entity}:${action}`);
  const excess = words.filter((word) => !WANTED.has(word));
  return [...new Set(excess.map((word) => (/^[\w:./-]{1,100}$/.test(word) ? word : 'unreadable')))];
}

function identifierIn(macaroon: Buffer): Buffer | null {
  if (macaroon[0] !== BINARY_V2) return null;
  const reader = new ProtobufReader(macaroon.subarray(1));
  let type = reader.varint();
  let content = reader.delimited();
  if (type === LOCATION && content !== null) {
    type = reader.varint();
    content = reader.delimited();
  }
  return type === IDENTIFIER ? content : null;
}
