import { createHash } from 'node:crypto';

/** What a merchant asks a challenge for, as checked at the edge; absent members are `null`. */
export interface MintRequest {
  /** 1 to 2048 bytes of UTF-8, no control characters; kept byte for byte. */
  readonly resource: string;
  readonly priceSats: number;
  readonly description: string | null;
  readonly maxUses: number | null;
  readonly payer: string | null;
  readonly method: string | null;
  /** 64 lower-case hex digits. */
  readonly bodySha256: string | null;
  readonly tokenValiditySeconds: number | null;
  readonly metadata: Readonly<Record<string, string>> | null;
}

/** SHA-256 over all members in a fixed order: equal requests have equal fingerprints, however their JSON was written. */
export function mintFingerprint(request: MintRequest): Buffer {
  const metadata = request.metadata && Object.entries(request.metadata).sort(([a], [b]) => (a < b ? -1 : 1));
  const terms = [
    request.resource,
    request.priceSats,
    request.description,
    request.maxUses,
    request.payer,
    request.method,
    request.bodySha256,
    request.tokenValiditySeconds,
    metadata,
  ];
  return createHash('sha256').update(JSON.stringify(terms)).digest();
}
