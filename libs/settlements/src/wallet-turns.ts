import type { LookUpLane } from './look-up-lane.js';
import { settlementBounds } from './settlement-bounds.js';

/**
 * Whose turn it is: so many wallets at once, of these so many of one merchant, and so many that did not answer last time.
 * Who hangs, or whose provider is away, leaves the rest of the turns to the others.
 */
export class WalletTurns {
  private readonly ofMerchant = new Map<number, number>();
  private readonly troubled = new Set<LookUpLane>();
  private having = 0;

  /** How many have their turn. */
  get size(): number {
    return this.having;
  }

  /** Takes the first that may have its turn out of the line; null if none may. */
  next(line: LookUpLane[]): LookUpLane | null {
    const at = line.findIndex((lane) => this.mayHave(lane));
    const [lane] = at < 0 ? [] : line.splice(at, 1);
    if (lane === undefined) return null;
    this.having += 1;
    this.ofMerchant.set(lane.merchantId, this.countOf(lane) + 1);
    if (!lane.breaker.isSound) this.troubled.add(lane);
    return lane;
  }

  /** Its turn is over. */
  end(lane: LookUpLane): void {
    this.having -= 1;
    const left = this.countOf(lane) - 1;
    if (left > 0) this.ofMerchant.set(lane.merchantId, left);
    else this.ofMerchant.delete(lane.merchantId);
    this.troubled.delete(lane);
  }

  private mayHave(lane: LookUpLane): boolean {
    const { walletsPerMerchantMax, troubledWalletsMax } = settlementBounds;
    if (this.countOf(lane) >= walletsPerMerchantMax) return false;
    return lane.breaker.isSound || this.troubled.size < troubledWalletsMax;
  }

  private countOf({ merchantId }: LookUpLane): number {
    return this.ofMerchant.get(merchantId) ?? 0;
  }
}
