import { Injectable } from '@nestjs/common';
import { ChallengeReader } from '@turnpike/challenges';
import { Clock } from '@turnpike/config';
import { ApiKeyLifecycle, Merchants } from '@turnpike/merchants';
import type { Principal } from '@turnpike/merchants';
import { UsageOfDays } from '@turnpike/statistics';
import { WalletConnections } from '@turnpike/wallets';
import { OptionalSteps } from './optional-steps.js';

/** One step on the way to selling. */
export interface QuickstartStep {
  readonly stepNumber: number;
  readonly title: string;
  readonly isCompleted: boolean;
  readonly isRequired: boolean;
}

/** The answer of `GET /api/merchant/quickstart`. */
export interface QuickstartView {
  readonly merchantId: number;
  readonly merchantName: string;
  readonly completedSteps: number;
  readonly totalSteps: number;
  readonly requiredStepsCompleted: number;
  readonly requiredStepsTotal: number;
  readonly isReadyForProduction: boolean;
  readonly steps: readonly QuickstartStep[];
}

/** Tells how far a merchant has come. It reads the records themselves, so a step shows as soon as it is done. */
@Injectable()
export class Quickstart {
  constructor(
    private readonly merchants: Merchants,
    private readonly keys: ApiKeyLifecycle,
    private readonly wallets: WalletConnections,
    private readonly challenges: ChallengeReader,
    private readonly usage: UsageOfDays,
    private readonly optional: OptionalSteps,
    private readonly clock: Clock,
  ) {}

  /** The steps in their order, the same for both modes. */
  async read({ merchantId }: Principal): Promise<QuickstartView> {
    const [merchant, wallets, keys, now, before, hasWebhook, hasProxy] = await Promise.all([
      this.merchants.get(merchantId),
      this.wallets.list(merchantId),
      this.keys.list({ merchantId, mode: 'live' }),
      this.challenges.milestones(merchantId),
      this.usage.milestones(merchantId),
      this.optional.hasWebhook(merchantId),
      this.optional.hasProxy(merchantId),
    ]);
    const moment = this.clock.now();
    const isLive = keys.some(
      (key) => key.revokedAt === null && (key.expiresAt === null || key.expiresAt > moment),
    );
    const steps = [
      step(1, 'Create an account', true),
      step(
        2,
        'Connect a wallet',
        wallets.some(({ role }) => role === 'primary'),
      ),
      step(3, 'Create a live API key', isLive),
      step(4, 'Mint a challenge', now.minted || before.minted),
      step(5, 'Receive a live payment', now.paidLive || before.paidLive),
      step(6, 'Add a webhook', hasWebhook, false),
      step(7, 'Publish a proxy', hasProxy, false),
    ];
    const required = steps.filter(({ isRequired }) => isRequired);
    const done = (of: readonly QuickstartStep[]): number =>
      of.filter(({ isCompleted }) => isCompleted).length;
    return {
      merchantId,
      merchantName: merchant.name,
      completedSteps: done(steps),
      totalSteps: steps.length,
      requiredStepsCompleted: done(required),
      requiredStepsTotal: required.length,
      isReadyForProduction: done(required) === required.length,
      steps,
    };
  }
}

function step(stepNumber: number, title: string, isCompleted: boolean, isRequired = true): QuickstartStep {
  return { stepNumber, title, isCompleted, isRequired };
}
