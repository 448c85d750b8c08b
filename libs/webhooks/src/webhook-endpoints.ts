import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SYSTEM } from '@turnpike/audit';
import type { Author } from '@turnpike/audit';
import { Clock, limits } from '@turnpike/config';
import type { Tenant } from '@turnpike/l402';
import { Plans } from '@turnpike/merchants';
import { NotFound, PlanFeatureDisabled, ValidationFailed } from '@turnpike/problems';
import { Sealer } from '@turnpike/secrets';
import type { WebhookChange } from './audit-webhook.js';
import { CheckWebhookUrl } from './check-webhook-url.js';
import { EndpointRepository } from './endpoint.repository.js';
import type { NewEndpoint } from './endpoint.repository.js';
import { webhookBounds } from './webhook-bounds.js';
import { isWebhookId } from './webhook-endpoint.js';
import type { WebhookPatch, WebhookView, WebhookWish, WebhookWithSecret } from './webhook-endpoint.js';
import { newWebhookKey, webhookKeyContext, webhookKeyFrom, webhookSecretOf } from './webhook-secret.js';

/** Whose endpoint is made. How many there may be is for the plan to say, if one is named. */
export interface WebhookHolder extends Tenant {
  /** Null where the operator makes it, whom no plan binds. */
  readonly planTier: string | null;
}

/** A tenant's endpoints as it manages them. Those of another merchant or mode do not exist for it. */
@Injectable()
export class WebhookEndpoints {
  constructor(
    private readonly repository: EndpointRepository,
    private readonly checkUrl: CheckWebhookUrl,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
    private readonly plans: Plans,
  ) {}

  /** Throws, by the name of the member that it came in, `AddressRefused` or `ValidationFailed` for an address that is none. */
  checkAddress(url: string, member: string): void {
    this.checkUrl.run(url, member);
  }

  /** All of them, newest first. */
  list(tenant: Tenant): Promise<WebhookView[]> {
    return this.repository.list(tenant);
  }

  /** Whether some endpoint gets events. */
  hasAny(tenant: Tenant): Promise<boolean> {
    return this.repository.hasAny(tenant);
  }

  /**
   * Makes an endpoint with a secret of its own, which is in the answer and then nowhere in the clear. Throws `AddressRefused`
   * and `ValidationFailed`; where there are as many as there may be, too, or `PlanFeatureDisabled` if it is the plan that says so.
   */
  async create(holder: WebhookHolder, wish: WebhookWish, by: Author = SYSTEM): Promise<WebhookWithSecret> {
    const key = newWebhookKey();
    const made = this.newEndpoint(holder, { ...wish, url: this.checkUrl.run(wish.url) }, key);
    const view = await this.repository.insert(holder, made, this.roomOf(holder), this.putDownTo(by));
    return { ...(view ?? this.refuse(holder)), secret: webhookSecretOf(key) };
  }

  /** Changes what is given. An endpoint that is enabled again gets what happens from then on. Throws `NotFound` too. */
  async change(tenant: Tenant, id: string, patch: WebhookPatch, by: Author = SYSTEM): Promise<WebhookView> {
    requireId(id);
    const { url } = patch;
    const checked = url === undefined ? patch : { ...patch, url: this.checkUrl.run(url) };
    return orNotFound(await this.repository.change(tenant, id, checked, this.putDownTo(by)));
  }

  /** Removes an endpoint with its secret; what is on its way to it ends. Throws `NotFound`. */
  async remove(tenant: Tenant, id: string, by: Author = SYSTEM): Promise<void> {
    requireId(id);
    if (!(await this.repository.remove(tenant, id, this.putDownTo(by)))) throw new NotFound('Webhook');
  }

  /** Gives an endpoint a new secret; the old one signs beside it for a day. Throws `NotFound`. */
  async rotateSecret(tenant: Tenant, id: string, by: Author = SYSTEM): Promise<WebhookWithSecret> {
    requireId(id);
    const key = newWebhookKey();
    const change = this.putDownTo(by);
    const oldUntil = new Date(change.at.getTime() + webhookBounds.oldSecretSeconds * 1000);
    const secret = { sealed: this.seal(tenant, id, key), oldUntil };
    const view = await this.repository.rotate(tenant, id, secret, change);
    return { ...orNotFound(view), secret: webhookSecretOf(key) };
  }

  /**
   * Sets the one endpoint of the route that knows only one, and enables it. Without a secret the one that it has stays.
   * Throws as `create` does.
   */
  async setLegacy(
    holder: WebhookHolder,
    address: string,
    secret: string | null,
    by: Author = SYSTEM,
  ): Promise<WebhookView> {
    const url = this.checkUrl.run(address);
    const key = secret === null ? null : webhookKeyFrom(secret);
    const secretFor = (id: string): Buffer | null => (key === null ? null : this.seal(holder, id, key));
    const make = (): NewEndpoint =>
      this.newEndpoint(holder, { url, events: null, description: null }, key ?? newWebhookKey());
    const max = this.roomOf(holder);
    const view = await this.repository.setLegacy(holder, { url, secretFor }, make, max, this.putDownTo(by));
    return view ?? this.refuse(holder);
  }

  private roomOf({ planTier }: WebhookHolder): number {
    const { webhookEndpointsMax: max } = limits;
    return planTier === null ? max : Math.min(this.plans.of(planTier).features.maxWebhookEndpoints, max);
  }

  private refuse(holder: WebhookHolder): never {
    const { planTier } = holder;
    const max = this.roomOf(holder);
    if (planTier === null || max === limits.webhookEndpointsMax) {
      throw new ValidationFailed({
        url: [`there are at most ${String(max)} webhooks in each mode; remove one first`],
      });
    }
    const standing = { currentPlan: this.plans.of(planTier).id, upgradeUrl: this.plans.upgradeUrl };
    const detail = `The plan includes ${String(max)} webhooks in each mode.`;
    throw new PlanFeatureDisabled(standing, 'webhooks', detail);
  }

  private putDownTo(by: Author): WebhookChange {
    return { by, at: this.clock.now() };
  }

  private newEndpoint(tenant: Tenant, { url, events, description }: WebhookWish, key: Buffer): NewEndpoint {
    const id = `we_${randomBytes(16).toString('hex')}`;
    const named = events === null || events.length === 0 ? null : events;
    return { id, url, events: named, description, sealedSecret: this.seal(tenant, id, key) };
  }

  private seal({ merchantId }: Tenant, id: string, key: Buffer): Buffer {
    return this.sealer.seal(key, webhookKeyContext(merchantId, id));
  }
}

function requireId(id: string): void {
  if (!isWebhookId(id)) throw new NotFound('Webhook');
}

function orNotFound(view: WebhookView | null): WebhookView {
  if (view === null) throw new NotFound('Webhook');
  return view;
}
