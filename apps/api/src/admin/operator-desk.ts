import { Injectable } from '@nestjs/common';
import { RetiredResources } from '@turnpike/challenges';
import { Clock } from '@turnpike/config';
import type { MerchantId, Mode } from '@turnpike/l402';
import { ApiKeyLifecycle, Merchants } from '@turnpike/merchants';
import type { MerchantRecord } from '@turnpike/merchants';
import { WalletConnections } from '@turnpike/wallets';
import { WebhookEndpoints } from '@turnpike/webhooks';
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
    private readonly clock: Clock,
  ) {}

  /** Lists merchants by part of their name or address. */
  async list(dto: ListMerchantsDto): Promise<MerchantPageView> {
    const query = dto.toQuery();
    const { merchants, total } = await this.merchants.list(query);
    return { merchants: merchants.map(merchantView), total, limit: query.limit, offset: query.offset };
  }

  /** Makes a merchant with its first keys, and the webhook of its live mode if one is named; `EmailTaken` if the address has one. */
  async create(dto: CreateMerchantDto): Promise<CreatedMerchantView> {
    const { webhookUrl, webhookSecret } = dto;
    if (webhookUrl != null) this.webhooks.checkAddress(webhookUrl, 'webhookUrl');
    const { merchant, apiKey, testApiKey } = await this.merchants.create(dto.toMerchant(this.clock.now()));
    if (webhookUrl != null) {
      const { merchantId } = merchant;
      await this.webhooks.setLegacy({ merchantId, mode: 'live' }, webhookUrl, webhookSecret ?? null);
    }
    return { id: merchant.merchantId, name: merchant.name, apiKey, testApiKey };
  }

  /** One merchant; `NotFound` otherwise, as in all that follow. */
  async get(merchantId: MerchantId): Promise<MerchantDetailView> {
    return this.detail(await this.merchants.get(merchantId));
  }

  /** Changes what is sent. */
  async update(merchantId: MerchantId, dto: UpdateMerchantDto): Promise<MerchantDetailView> {
    return this.detail(await this.merchants.update(merchantId, dto.toPatch()));
  }

  /** Makes a key with every scope, and ends all others if asked: those of the mode that is named, of both if none is. */
  async issueKey(merchantId: MerchantId, dto: IssueMerchantKeyDto): Promise<{ readonly apiKey: string }> {
    const tenant = { merchantId, mode: dto.mode ?? 'live' };
    const modes: readonly Mode[] = dto.mode ? [dto.mode] : ['test', 'live'];
    const issued = await this.keys.issueByOperator(tenant, dto.revokeOthers ?? false, modes);
    return { apiKey: issued.key };
  }

  /** Lets a resource be sold no more, in both modes. */
  async retire(merchantId: MerchantId, resource: string): Promise<RetiredResourceView> {
    await this.merchants.get(merchantId);
    await this.retired.retire(merchantId, resource);
    return { resource };
  }

  /** Lets it be sold again. */
  async restore(merchantId: MerchantId, resource: string): Promise<void> {
    await this.merchants.get(merchantId);
    await this.retired.restore(merchantId, resource);
  }

  private async detail(merchant: MerchantRecord): Promise<MerchantDetailView> {
    const { merchantId } = merchant;
    const [wallets, hasWebhookUrl] = await Promise.all([
      this.wallets.list(merchantId),
      this.webhooks.hasAny({ merchantId, mode: 'live' }),
    ]);
    return merchantDetailView(merchant, { hasWallet: wallets.length > 0, hasWebhookUrl });
  }
}
