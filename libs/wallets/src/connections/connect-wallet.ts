import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SYSTEM, type Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { MerchantId } from '@turnpike/l402';
import { AddressGuard, AddressRefusedError } from '@turnpike/outbound';
import { AddressRefused, ValidationFailed, WalletCanSpend, WalletNetworkMismatch } from '@turnpike/problems';
import { Sealer } from '@turnpike/secrets';
import type { GuardedWallet } from '../guarded-wallet.js';
import { ProviderRegistry } from '../provider-registry.js';
import { walletBounds } from '../wallet-bounds.js';
import { WALLET_KINDS, type WalletKindDefinition } from '../wallet-kind.js';
import { readsWebhooks } from '../wallet-provider.js';
import { ConnectionDeskRepository, type NewConnection } from './connection-desk.repository.js';
import { OpenWallets } from './open-wallets.js';
import { toProbeProblem } from './probe-problem.js';
import { ProbeWallet, type ProbeFindings } from './probe-wallet.js';
import { readCredentials, withinCredentials, type MemberNaming } from './read-credentials.js';
import { findSameCredentials } from './same-credentials.js';
import { sealContextOf, webhookSealContextOf } from './seal-contexts.js';
import type { ConnectionView, WalletRole } from './stored-connection.js';
import { WebhookRegistration } from './webhook-registration.js';

/** A wallet that a merchant wants to connect. */
export interface ConnectionWish {
  readonly kind: string;
  readonly label: string | null;
  readonly credentials: unknown;
  readonly role: WalletRole | null;
  /** Whether credentials that can spend are taken all the same. */
  readonly acceptSpendRisk: boolean;
  /** What the caller calls a member of the credentials; `credentials.<member>` unless he says otherwise. */
  readonly nameOf?: MemberNaming;
  /** Give the role to a connection that has these credentials instead of making another. */
  readonly reuseSame?: boolean;
}

type NewWallet = Parameters<OpenWallets['openWith']>[1];

/**
 * Connects a wallet: credentials read, addresses judged, the wallet tried out with a real invoice, and only then the
 * credentials sealed and stored. What the probe cannot show is kept as a warning.
 */
@Injectable()
export class ConnectWallet {
  constructor(
    private readonly registry: ProviderRegistry,
    private readonly guard: AddressGuard,
    private readonly open: OpenWallets,
    private readonly probe: ProbeWallet,
    private readonly repository: ConnectionDeskRepository,
    private readonly sealer: Sealer,
    private readonly registration: WebhookRegistration,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws problems: `ValidationFailed` 400 for credentials that cannot be of the kind, `AddressRefused` 400,
   * `WalletCredentialsInvalid` 400, `WalletCanSpend` 400 unless that is accepted, `WalletNetworkMismatch` 400,
   * `WalletInvalidInvoice` 502, `WalletUnavailable` and `WalletRateLimited` 503. Nothing is stored then.
   */
  async run(merchantId: MerchantId, wish: ConnectionWish, by: Author = SYSTEM): Promise<ConnectionView> {
    const { kind, nameOf = withinCredentials } = wish;
    const definition = this.registry.find(kind);
    if (definition === null)
      throw new ValidationFailed({ kind: [`kind must be one of: ${WALLET_KINDS.join(', ')}.`] });
    const credentials = readCredentials(definition, wish.credentials, nameOf);
    this.judgeAddresses(definition, credentials, nameOf);
    const id = `wal_${randomBytes(16).toString('hex')}`;
    const secret = Buffer.from(randomBytes(16).toString('hex'));
    const webhook = {
      webhookToken: randomBytes(16).toString('hex'),
      sealedWebhookSecret: this.sealer.seal(secret, webhookSealContextOf(merchantId, id)),
    };
    const wallet = this.openNew(merchantId, { id, kind, payee: null, ...webhook }, credentials, nameOf);
    try {
      const findings = await this.tryOut(wallet, merchantId, wish);
      const isRegistered = await this.registration.register(wallet, id);
      const made = {
        id,
        ...webhook,
        sealedWebhookSecret: readsWebhooks(wallet.powers) ? webhook.sealedWebhookSecret : null,
        warnings: warningsOf(findings, isRegistered),
      };
      let storedId: string | null = null;
      try {
        const stored = await this.store(merchantId, wish, credentials, findings, { ...made, by });
        storedId = stored.id;
        return stored;
      } finally {
        // Nobody would know whom the notices are for.
        if (storedId !== id) await this.registration.unregister(wallet, id);
      }
    } finally {
      await wallet.close().catch(() => undefined);
    }
  }

  private openNew(
    merchantId: MerchantId,
    connection: NewWallet,
    credentials: object,
    nameOf: MemberNaming,
  ): GuardedWallet {
    try {
      return this.open.openWith(merchantId, connection, credentials);
    } catch (error) {
      throw toProbeProblem(error, nameOf);
    }
  }

  private async store(
    merchantId: MerchantId,
    wish: ConnectionWish,
    credentials: object,
    { network, payee, excessPermissions }: ProbeFindings,
    made: Pick<NewConnection, 'id' | 'webhookToken' | 'sealedWebhookSecret' | 'warnings'> & {
      readonly by: Author;
    },
  ): Promise<ConnectionView> {
    const { kind, label, role, reuseSame = false } = wish;
    const plain = Buffer.from(JSON.stringify(credentials));
    const sealedCredentials = this.sealer.seal(plain, sealContextOf(merchantId, made.id));
    const now = this.clock.now();
    const spendAcceptedAt = excessPermissions.length > 0 ? now : null;
    const stored = await this.repository.insert(
      merchantId,
      { ...made, kind, label, role, sealedCredentials, network, payee, spendAcceptedAt },
      {
        by: made.by,
        at: now,
        max: walletBounds.connectionsPerMerchantMax,
        ...(reuseSame && {
          twinOf: (others) => findSameCredentials(this.open, merchantId, others, credentials)?.id ?? null,
        }),
      },
    );
    if (stored === null)
      throw new ValidationFailed({
        [wish.nameOf?.('credentials') ?? 'kind']: ['There are too many wallets: remove one first.'],
      });
    return stored;
  }

  private judgeAddresses(definition: WalletKindDefinition, credentials: object, nameOf: MemberNaming): void {
    for (const { member, url } of definition.addresses(credentials)) {
      try {
        this.guard.checkUrl(url);
      } catch (error) {
        if (error instanceof AddressRefusedError) throw new AddressRefused(nameOf(member));
        throw error;
      }
    }
  }

  private async tryOut(
    wallet: GuardedWallet,
    merchantId: MerchantId,
    wish: ConnectionWish,
  ): Promise<ProbeFindings> {
    const tenant = { merchantId, mode: 'live' } as const;
    const findings = await this.probe.run(wallet, tenant).catch((error: unknown) => {
      throw toProbeProblem(error, wish.nameOf ?? withinCredentials);
    });
    const { network, isAllowedNetwork, excessPermissions } = findings;
    if (!isAllowedNetwork) throw new WalletNetworkMismatch(network);
    if (excessPermissions.length > 0 && !wish.acceptSpendRisk) throw new WalletCanSpend(excessPermissions);
    return findings;
  }
}

/** What is kept of a probe for its merchant to read, and that the wallet does not know where to send notices. */
export function warningsOf({ excessPermissions, doubts }: ProbeFindings, isRegistered: boolean): string[] {
  const rights = excessPermissions.map((right) => `can_spend:${right}`);
  return [...rights, ...doubts, ...(isRegistered ? [] : ['webhook_not_registered'])];
}
