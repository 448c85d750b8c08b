import { Injectable } from '@nestjs/common';
import { SYSTEM } from '@turnpike/audit';
import type { Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { Tenant } from '@turnpike/l402';
import { Merchants, Plans } from '@turnpike/merchants';
import { NotFound, PlanFeatureDisabled, ValidationFailed } from '@turnpike/problems';
import { ChangeProxy } from './change-proxy.js';
import { isProxyId } from './proxy-id.js';
import { manifestSettingsView } from './proxy-row.js';
import { ProxyRepository } from './proxy.repository.js';
import type { ManifestPatch, ManifestSettingsView } from './proxy.js';

const TEXTS = ['serviceDescription', 'contactEmail', 'documentationUrl', 'termsOfServiceUrl'] as const;

/** What a tenant has told of its proxies in public. */
@Injectable()
export class Manifests {
  constructor(
    private readonly repository: ProxyRepository,
    private readonly changing: ChangeProxy,
    private readonly merchants: Merchants,
    private readonly plans: Plans,
    private readonly clock: Clock,
  ) {}

  /** What is told of one. Throws `NotFound`. */
  async get(tenant: Tenant, publicId: string): Promise<ManifestSettingsView> {
    const row = isProxyId(publicId) ? await this.repository.find(tenant, publicId) : null;
    if (row === null) throw new NotFound('Proxy');
    return manifestSettingsView(row);
  }

  /**
   * Changes what is given. Throws `NotFound`, `ValidationFailed`, and `PlanFeatureDisabled` (402) for a listing that the plan
   * does not include.
   */
  async change(
    tenant: Tenant,
    publicId: string,
    patch: ManifestPatch,
    by: Author = SYSTEM,
  ): Promise<ManifestSettingsView> {
    requireWebAddresses(patch);
    if (patch.manifestPubliclyListed === true) await this.requireListing(tenant);
    return this.changing.run(tenant, publicId, by, async (tx, { row }) => {
      const { manifestEnabled, manifestPubliclyListed, categories } = patch;
      const texts = TEXTS.flatMap((name) => (patch[name] === undefined ? [] : [[name, patch[name] || null]]));
      const written = await this.repository.write(tx, row.id, {
        ...(manifestEnabled !== undefined && { manifestEnabled }),
        ...(manifestPubliclyListed !== undefined && { manifestPubliclyListed }),
        ...(categories !== undefined && { categories: [...new Set(categories.map(normalCategory))] }),
        ...(Object.fromEntries(texts) as Partial<Record<(typeof TEXTS)[number], string | null>>),
      });
      const detail = { members: Object.keys(patch).sort() };
      return { result: manifestSettingsView(written), action: 'manifest.change', detail };
    });
  }

  private async requireListing({ merchantId }: Tenant): Promise<void> {
    const merchant = await this.merchants.get(merchantId);
    const { plan } = this.plans.standing(merchant, this.clock.now());
    if (plan.features.listingEnabled) return;
    throw new PlanFeatureDisabled({ currentPlan: plan.id, upgradeUrl: this.plans.upgradeUrl }, 'listing');
  }
}

/** Categories are words that people choose from, so letter case makes no other. */
export function normalCategory(text: string): string {
  return text.trim().toLowerCase();
}

function requireWebAddresses(patch: ManifestPatch): void {
  for (const name of ['documentationUrl', 'termsOfServiceUrl'] as const) {
    const text = patch[name];
    if (text === undefined || text === '') continue;
    const isWeb = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
    if (!isWeb) throw new ValidationFailed({ [name]: [`${name} must be an http or https address`] });
  }
}
