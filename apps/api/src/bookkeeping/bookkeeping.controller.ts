import { Readable } from 'node:stream';
import { Controller, Get, Header, Query as QueryOf, StreamableFile } from '@nestjs/common';
import { SettledChallenges } from '@turnpike/challenges';
import { Clock, limits } from '@turnpike/config';
import type { Tenant } from '@turnpike/l402';
import type { Principal } from '@turnpike/merchants';
import { Reconcile } from '@turnpike/settlements';
import type { WalletComparison } from '@turnpike/settlements';
import type { Query } from '../challenges/page.query.js';
import { Access } from '../http/access.decorator.js';
import { CurrentPrincipal } from '../http/principal.js';
import { readPeriod, type Period } from './period.query.js';
import { settlementsCsvHead, settlementsCsvLine } from './settlements-csv.js';

/** The answer of `GET /api/merchant/reconciliation`. */
interface ReconciliationView extends Period {
  readonly wallets: readonly WalletComparison[];
}

/** What a merchant's accounts need: comparisons with wallets, and settlements to take away. */
@Controller('api/merchant')
export class BookkeepingController {
  constructor(
    private readonly reconcile: Reconcile,
    private readonly settled: SettledChallenges,
    private readonly clock: Clock,
  ) {}

  /** Compares our ledger with the wallets' own lists, now. The sandbox keeps none. */
  @Get('reconciliation')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write' })
  async reconciliation(
    @CurrentPrincipal() { merchantId, mode }: Principal,
    @QueryOf() query: Query,
  ): Promise<ReconciliationView> {
    const period = readPeriod(query, this.clock.now(), 1, limits.reconciliationDaysMax);
    const { from, to } = period;
    const wallets = mode === 'test' ? [] : await this.reconcile.run(merchantId, from, to);
    return { ...period, wallets };
  }

  /** Everything that was settled in a period, the earliest first, as CSV. */
  @Get('settlements.csv')
  @Header('content-disposition', 'attachment; filename="settlements.csv"')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read' })
  settlements(@CurrentPrincipal() principal: Principal, @QueryOf() query: Query): StreamableFile {
    const period = readPeriod(query, this.clock.now(), limits.reconciliationDaysMax, limits.exportDaysMax);
    const lines = Readable.from(this.lines(principal, period), { objectMode: false });
    return new StreamableFile(lines, { type: 'text/csv; charset=utf-8' });
  }

  private async *lines({ merchantId, mode }: Tenant, { from, to }: Period): AsyncGenerator<string> {
    yield settlementsCsvHead;
    for await (const page of this.settled.between({ merchantId, mode }, from, to))
      yield page.map(settlementsCsvLine).join('');
  }
}
