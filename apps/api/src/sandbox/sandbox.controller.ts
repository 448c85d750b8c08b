import { SettlementHints } from '@turnpike/challenges';
import { type Principal } from '@turnpike/merchants';
import { SandboxWallet } from '@turnpike/wallets';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';

import { Access } from '../http/access.decorator.js';
import { CurrentPrincipal } from '../http/principal.js';
import { SandboxPayDto } from './pay.dto.js';

/** What the sandbox did; times in RFC 3339. */
interface SandboxPayment {
  readonly preimage: string | null;
  readonly paymentHash: string;
  readonly paidAt: string | null;
}

/** `/api/sandbox`: the payer's side of test mode. */
@Controller('api/sandbox')
export class SandboxController {
  constructor(
    private readonly wallet: SandboxWallet,
    private readonly hints: SettlementHints,
  ) {}

  @Post('pay')
  @HttpCode(200)
  @Access({ kind: 'key', scopes: [], limit: 'write', testOnly: true, sessions: true })
  async pay(@CurrentPrincipal() principal: Principal, @Body() body: SandboxPayDto): Promise<SandboxPayment> {
    const { invoice, outcome, settleDelaySeconds } = body;
    const receipt = await this.wallet.instruct(principal, invoice, outcome ?? 'pay', settleDelaySeconds ?? 0);
    this.hints.look(principal, receipt.paymentHash);
    return { ...receipt, paidAt: receipt.paidAt && `${receipt.paidAt.toISOString().slice(0, 19)}Z` };
  }
}
