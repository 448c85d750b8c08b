import type { ToldSetting } from '@turnpike/config';
import type { SealedCount } from '@turnpike/secrets';
import type { Health } from '@turnpike/wallets';

/** A key of a ring, by its number. */
export interface KeyView {
  readonly kid: number;
  /** Whether what is made now is made under it. */
  readonly current: boolean;
}

/** What is in the queues; null where they cannot be reached. */
export interface QueuesView {
  readonly backend: 'redis' | 'postgresql';
  readonly isReachable: boolean;
  readonly waiting: Readonly<Record<string, number>>;
  readonly failed: number | null;
  readonly oldestWaitingSeconds: number | null;
  /** When a worker took each job last; null if none has yet. */
  readonly lastRuns: readonly {
    readonly job: string;
    readonly at: Date | null;
    readonly nextAt: Date | null;
  }[];
}

/** The answer of `GET /api/admin/instance`. */
export interface InstanceView {
  readonly version: string;
  readonly publicUrl: string;
  readonly startedAt: Date;
  readonly roles: readonly ('api' | 'worker' | 'gateway')[];
  readonly database: { readonly version: string; readonly sizeBytes: number };
  readonly redis: boolean;
  readonly queues: QueuesView;
  readonly wallets: Readonly<Record<Health, number>>;
  readonly keys: {
    readonly master: readonly KeyView[];
    readonly invoice: readonly KeyView[];
    /** With how many secrets are sealed under each; one of which the key is not configured has `current` false and `configured` false. */
    readonly seal: readonly (KeyView & { readonly sealedWith: number; readonly configured: boolean })[];
  };
  readonly plans: readonly string[];
  readonly mail: { readonly transport: 'smtp' | 'outbox' };
  readonly settings: readonly ToldSetting[];
}

/** The keys of a ring, the current one first. */
export function keyViews(ring: readonly { readonly kid: number }[] | null): readonly KeyView[] {
  return (ring ?? []).map(({ kid }, index) => ({ kid, current: index === 0 }));
}

/** The seal keys with what is sealed under them, those that are sealed under and not configured included. */
export function sealKeyViews(
  ring: readonly { readonly kid: number }[] | null,
  counts: readonly SealedCount[],
): InstanceView['keys']['seal'] {
  const sealed = new Map(counts.map(({ kid, count }) => [kid, count]));
  const configured = keyViews(ring).map((key) => ({
    ...key,
    sealedWith: sealed.get(key.kid) ?? 0,
    configured: true,
  }));
  const lost = counts
    .filter(({ kid }) => !configured.some((key) => key.kid === kid))
    .map(({ kid, count }) => ({ kid, current: false, sealedWith: count, configured: false }));
  return [...configured, ...lost];
}
