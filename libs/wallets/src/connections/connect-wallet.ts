import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, limits } from '@turnpike/config';
import type { MerchantId } from '@turnpike/l402';
import { Logger } from '@turnpike/observability';
import { AddressGuard, AddressRefusedError } from '@turnpike/outbound';
import { AddressRefused, ValidationFailed, WalletCanSpend, WalletNetworkMismatch } from '@turnpike/problems';
import { Sealer } from '@turnpike/secrets';
import { callWithin } from '../call-within.js';
import { Deadline } from '../deadline.js';
import type { GuardedWallet } from '../guarded-wallet.js';
import { InvalidCredentials } from '../invalid-credentials.js';
import { ProviderRegistry } from '../provider-registry.js';
import { walletBounds } from '../wallet-bounds.js';
import { WALLET_KINDS, type WalletKindDefinition } from '../wallet-kind.js';
import { readsWebhooks, registersWebhook } from '../wallet-provider.js';
import { ConnectionDeskRepository } from './connection-desk.repository.js';
import { OpenWallets } from './open-wallets.js';
import { toProbeProblem } from './probe-problem.js';
import { ProbeWallet, type ProbeFindings } from './probe-wallet.js';
import { sealContextOf, webhookSealContextOf } from './seal-contexts.js';
import type { ConnectionView, WalletRole } from './stored-connection.js';

/** A wallet that a merchant wants to connect. */
export interface ConnectionWish {
  readonly kind: string;
  readonly label: string | null;
  readonly credentials: unknown;
  readonly role: WalletRole | null;
  /** Whether credentials that can spend are taken all the same. */
  readonly acceptSpendRisk: boolean;
}

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
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * Throws problems: `ValidationFailed` 400 for credentials that cannot be of the kind, `AddressRefused` 400,
   * `WalletCredentialsInvalid` 400, `WalletCanSpend` 400 unless that is accepted, `WalletNetworkMismatch` 400,
   * `WalletInvalidInvoice` 502, `WalletUnavailable` and `WalletRateLimited` 503. Nothing is stored then.
   */
  async run(merchantId: MerchantId, wish: ConnectionWish): Promise<ConnectionView> {
    const definition = this.registry.find(wish.kind);
    if (definition === null)
      throw new ValidationFailed({ kind: [`kind must be one of: ${WALLET_KINDS.join(', ')}.`] });
    const credentials = parseCredentials(definition, wish.credentials);
    this.judgeAddresses(definition, credentials);
    const id = `wal_${randomBytes(16).toString('hex')}`;
    const secret = randomBytes(16).toString('hex');
    const webhook = {
      webhookToken: randomBytes(16).toString('hex'),
      sealedWebhookSecret: this.sealer.seal(Buffer.from(secret), webhookSealContextOf(merchantId, id)),
    };
    const wallet = this.open.openWith(
      merchantId,
      { id, kind: wish.kind, payee: null, ...webhook },
      credentials,
    );
    try {
      const findings = await this.tryOut(wallet, merchantId, wish);
      const warnings = [...warningsOf(findings), ...(await this.registerWebhook(wallet))];
      const sealed = this.sealer.seal(
        Buffer.from(JSON.stringify(credentials)),
        sealContextOf(merchantId, id),
      );
      const made = await this.repository.insert(
        merchantId,
        {
          id,
          kind: wish.kind,
          label: wish.label,
          role: wish.role,
          sealedCredentials: sealed,
          ...webhook,
          sealedWebhookSecret: readsWebhooks(wallet.powers) ? webhook.sealedWebhookSecret : null,
          network: findings.network,
          payee: findings.payee,
          warnings,
          spendAcceptedAt: findings.excessPermissions.length > 0 ? this.clock.now() : null,
        },
        this.clock.now(),
        walletBounds.connectionsPerMerchantMax,
      );
      if (made === null)
        throw new ValidationFailed({ kind: ['There are too many wallets: remove one first.'] });
      return made;
    } finally {
      await wallet.close().catch(() => undefined);
    }
  }

  private judgeAddresses(definition: WalletKindDefinition, credentials: object): void {
    for (const { member, url } of definition.addresses(credentials)) {
      try {
        this.guard.checkUrl(url);
      } catch (error) {
        if (error instanceof AddressRefusedError) throw new AddressRefused(`credentials.${member}`);
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
      throw toProbeProblem(error);
    });
    const { network, isAllowedNetwork, excessPermissions } = findings;
    if (!isAllowedNetwork) throw new WalletNetworkMismatch(network);
    if (excessPermissions.length > 0 && !wish.acceptSpendRisk) throw new WalletCanSpend(excessPermissions);
    return findings;
  }

  /** Where the wallet can be told where to send notices, it is; that it cannot be reached for it costs only time later. */
  private async registerWebhook(wallet: GuardedWallet): Promise<string[]> {
    const { powers } = wallet;
    if (!registersWebhook(powers)) return [];
    try {
      await callWithin(Deadline.in(limits.walletCheckMillis), limits.walletCheckMillis, (call) =>
        powers.registerWebhook(call),
      );
      return [];
    } catch (error) {
      this.logger.warn({ err: error }, 'a wallet could not be told where to send its notices');
      return ['webhook_not_registered'];
    }
  }
}

/** What is kept of a probe for its merchant to read. */
export function warningsOf({ excessPermissions, doubts }: ProbeFindings): string[] {
  return [...excessPermissions.map((right) => `can_spend:${right}`), ...doubts];
}

function parseCredentials(definition: WalletKindDefinition, credentials: unknown): object {
  try {
    return definition.parse(credentials);
  } catch (error) {
    if (!(error instanceof InvalidCredentials)) throw error;
    const faults: Record<string, string[]> = {};
    for (const [name, text] of Object.entries(error.members)) {
      const member = name === 'credentials' ? name : `credentials.${name}`;
      // A whole sentence is one that published clients know word by word.
      faults[member] = [text.startsWith('The ') ? text : `${name} ${text}`];
    }
    throw new ValidationFailed(faults);
  }
}
