import { createHash } from 'node:crypto';

/** A verify call as checked at the edge; absent members are `null` or `undefined`. */
export interface VerifyRequest {
  readonly macaroon?: string | null | undefined;
  readonly preimage?: string | null | undefined;
  /** An MPP credential: what follows `Payment ` in the payer's header. */
  readonly credential?: string | null | undefined;
  readonly resource?: string | null | undefined;
  readonly amountSats?: number | null | undefined;
  readonly minAmountSats?: number | null | undefined;
  readonly method?: string | null | undefined;
  readonly bodySha256?: string | null | undefined;
  readonly requestId?: string | null | undefined;
  readonly reserve?: boolean | null | undefined;
}

/** SHA-256 over what a repeat of a named call must send again as it was first sent, absence included. */
export function verifyFingerprint(request: VerifyRequest): Buffer {
  const context = [
    request.resource ?? null,
    request.amountSats ?? null,
    request.minAmountSats ?? null,
    request.method ?? null,
    request.bodySha256?.toLowerCase() ?? null,
  ];
  return createHash('sha256').update(JSON.stringify(context)).digest();
}
