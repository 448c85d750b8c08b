import { Injectable } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import { RetiredResources } from '@turnpike/challenges';
import { Clock } from '@turnpike/config';
import type { MerchantId, Mode } from '@turnpike/l402';
import { LoginLinks } from '@turnpike/members';
import type { LoginLink } from '@turnpike/members';
import { ApiKeyLifecycle, Merchants, Plans } from '@turnpike/merchants';
import type { MerchantRecord, SubscriptionStanding } from '@turnpike/merchants';
import { WalletConnections } from '@turnpike/wallets';
import { WebhookEndpoints } from '@turnpike/webhooks';
import { PublicUrl } from '../http/public-url.js';
import type { CreateMerchantDto } from './create-merchant.dto.js';
import type { IssueMerchantKeyDto } from './issue-merchant-key.dto.js';
import type { ListMerchantsDto } from './list-merchants.dto.js';
import { merchantDetailView, merchantView } from './merchant-view.js';
import type { MerchantDetailView, MerchantView } from './merchant-view.js';
import type { UpdateMerchantDto } from './update-merchant.dto.js';

/** The answer of `POST /api/admin/merchants`: the first keys, live and test, shown this once. */
export interface CreatedMerchantView {
  readonly id: number;
  readonly name: string;
  readonly apiKey: string;
  readonly testApiKey: string;
}

/** The answer of `GET /api/admin/merchants`: one page, newest first. */
export interface MerchantPageView {
  readonly merchants: readonly MerchantView[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

/** The answer of `PUT /api/admin/merchants/{id}/retired-resources`: what is retired, now or before. */
export interface RetiredResourceView {
  readonly resource: string;
}

/** What whoever runs the instance does for merchants. */
@Injectable()
export class OperatorDesk {
  constructor(
    private readonly merchants: Merchants,
    private readonly keys: ApiKeyLifecycle,
    private readonly retired: RetiredResources,
    private readonly wallets: WalletConnections,
    private readonly webhooks: WebhookEndpoints,
    private readonly plans: Plans,
    private readonly loginLinks: LoginLinks,
    private readonly publicUrl: PublicUrl,
    private readonly clock: Clock,
  ) {}

  /** Lists merchants by part of their name or address. */
  async list(dto: ListMerchantsDto): Promise<MerchantPageView> {
    const query = dto.toQuery();
    const { merchants, total } = await this.merchants.list(query);
    const views = merchants.map((merchant) => merchantView(merchant, this.standing(merchant)));
    return { merchants: views, total, limit: query.limit, offset: query.offset };
  }

  /** Makes a merchant with its first keys, and the webhook of its live mode if one is named; `EmailTaken` if the address has one. */
  async create(dto: CreateMerchantDto, by: Author): Promise<CreatedMerchantView> {
    const { webhookUrl, webhookSecret } = dto;
    if (webhookUrl != null) this.webhooks.checkAddress(webhookUrl, 'webhookUrl');
    const { merchant, apiKey, testApiKey } = await this.merchants.create(
      dto.toMerchant(this.clock.now()),
      by,
    );
    if (webhookUrl != null) {
      const { merchantId } = merchant;
      const holder = { merchantId, mode: 'live', planTier: null } as const;
      await this.webhooks.setLegacy(holder, webhookUrl, webhookSecret ?? null, by);
    }
    return { id: merchant.merchantId, name: merchant.name, apiKey, testApiKey };
  }

  /** One merchant; `NotFound` otherwise, as in all that follow. */
  async get(merchantId: MerchantId): Promise<MerchantDetailView> {
    return this.detail(await this.merchants.get(merchantId));
  }

  /** Changes what is sent. */
  async update(merchantId: MerchantId, dto: UpdateMerchantDto, by: Author): Promise<MerchantDetailView> {
    return this.detail(await this.merchants.update(merchantId, dto.toPatch(), by));
  }

  /** Makes a key with every scope, and ends all others if asked: those of the mode that is named, of both if none is. */
  async issueKey(
    merchantId: MerchantId,
    dto: IssueMerchantKeyDto,
    by: Author,
  ): Promise<{ readonly apiKey: string }> {
    const tenant = { merchantId, mode: dto.mode ?? 'live' };
    const modes: readonly Mode[] = dto.mode ? [dto.mode] : ['test', 'live'];
    const issued = await this.keys.issueByOperator(tenant, dto.revokeOthers ?? false, modes, by);
    return { apiKey: issued.key };
  }

  /** Makes a link that signs in for the merchant, once; what is done in that session is put down to this operator. */
  loginLink(merchantId: MerchantId, by: Author): Promise<LoginLink> {
    return this.loginLinks.forMerchant(merchantId, by, this.publicUrl.value);
  }

  /** Lets a resource be sold no more, in both modes. */
  async retire(merchantId: MerchantId, resource: string, by: Author): Promise<RetiredResourceView> {
    await this.merchants.get(merchantId);
    await this.retired.retire(merchantId, resource, by);
    return { resource };
  }

  /** Lets it be sold again. */
  async restore(merchantId: MerchantId, resource: string, by: Author): Promise<void> {
    await this.merchants.get(merchantId);
    await this.retired.restore(merchantId, resource, by);
  }

  private async detail(merchant: MerchantRecord): Promise<MerchantDetailView> {
    const { merchantId } = merchant;
    const [wallets, hasWebhookUrl] = await Promise.all([
      this.wallets.list(merchantId),
      this.webhooks.hasAny({ merchantId, mode: 'live' }),
    ]);
    const setUp = { hasWallet: wallets.length > 0, hasWebhookUrl };
    return merchantDetailView(merchant, this.standing(merchant), setUp);
  }

  private standing(merchant: MerchantRecord): SubscriptionStanding {
    return this.plans.standing(merchant, this.clock.now());
  }
}
