const STATUS = /^\/\.well-known\/l402-status\/([0-9a-f]{64})$/;

/** Where, below a proxy, whoever has a challenge learns whether it is paid. Such a path is never the upstream's. */
export function statusPath(paymentHash: string): string {
  return `/.well-known/l402-status/${paymentHash}`;
}

/** The payment hash that a canonical path below a proxy asks about; null where it asks for something else. */
export function askedStatus(path: string): string | null {
  return STATUS.exec(path)?.[1] ?? null;
}
