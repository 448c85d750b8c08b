import type { Mode } from '@turnpike/l402';
import type { Actor } from './actor.js';

/** All that is done and logged, each as a noun and a verb. */
export const AUDIT_ACTIONS = [
  'api_key.create',
  'api_key.rotate',
  'api_key.revoke',
  'api_key.issue',
  'settings.change',
  'wallet.connect',
  'wallet.check',
  'wallet.change',
  'wallet.remove',
  'webhook.create',
  'webhook.change',
  'webhook.set_url',
  'webhook.remove',
  'webhook.rotate_secret',
  'webhook.test',
  'event.replay',
  'member.join',
  'member.change',
  'member.remove',
  'invitation.create',
  'invitation.remove',
  'password.change',
  'password.reset',
  'second_factor.on',
  'second_factor.off',
  'passkey.add',
  'passkey.remove',
  'session.end',
  'subscription.buy',
  'merchant.create',
  'merchant.update',
  'merchant.login_link',
  'merchant.export',
  'merchant.import',
  'resource.retire',
  'resource.restore',
  'keys.rotate',
  'operator.grant',
  'operator.revoke',
  'proxy.create',
  'proxy.change',
  'proxy.remove',
  'proxy.unpublish',
  'proxy.check_hosts',
  'proxy.import',
  'proxy_endpoint.create',
  'proxy_endpoint.change',
  'proxy_endpoint.remove',
  'manifest.change',
  'mail.read',
] as const;

/** One of {@link AUDIT_ACTIONS}. */
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** A value of an entry's detail. */
export type AuditValue =
  string | number | boolean | null | readonly AuditValue[] | { readonly [name: string]: AuditValue };

/** What of a change is worth telling. It must hold no secret: it is kept and shown as it is. */
export type AuditDetail = Readonly<Record<string, AuditValue>>;

/** A change, as whoever makes it tells it. */
export interface AuditedChange {
  /** Null for what is the instance's. */
  readonly merchantId: number | null;
  /** Null for what is of both modes, or of none. */
  readonly mode: Mode | null;
  readonly action: AuditAction;
  /** What was changed, as its routes name it; null where the action says it. */
  readonly target: string | null;
  readonly detail: AuditDetail;
  readonly at: Date;
}

/** An entry of the log. */
export interface AuditEntry extends Omit<AuditedChange, 'action'> {
  /** Decimal; later entries have higher ones. */
  readonly id: string;
  readonly action: string;
  readonly actor: Actor;
  readonly correlationId: string | null;
  readonly address: string | null;
}
