import { defineKinds } from './define-kinds.js';
import { Problem } from './problem.js';

/** The kinds about merchants' wallets and the addresses that merchants give us. */
export const walletKinds = defineKinds({
  address_refused: {
    status: 400,
    title: 'The address may not be called',
    text: 'The address in `field` is private, loopback, link-local, a metadata service, a bare IP, or uses a refused port. Give a public one. Whoever runs the instance can allow addresses with ADDRESS_ALLOW.',
  },
  wallet_credentials_invalid: {
    status: 400,
    title: 'The wallet refused the credentials',
    text: 'The wallet was reached, but it does not accept these credentials, or they lack a right that is needed to make and look up invoices.',
  },
  wallet_can_spend: {
    status: 400,
    title: 'The credentials allow too much',
    text: 'A broker needs to make invoices and look them up. Credentials that are found to allow more, or that may, are refused, even where it is only reading: an OpenNode key that is shown withdrawals may read them or make them, and which of the two cannot be told. `permissions` lists the rights that go too far. Make credentials for invoices only, or accept the risk with `acceptSpendRisk`.',
  },
  wallet_network_mismatch: {
    status: 400,
    title: 'The wallet is on another network',
    text: '`network` is the network of the wallet, as far as it can be told, and live keys do not use it here. Connect a wallet on a network that whoever runs the instance allows: mainnet, unless WALLET_ALLOW_NETWORKS says otherwise.',
  },
  wallet_not_configured: {
    status: 409,
    title: 'No wallet is connected',
    text: 'Live challenges are paid into a wallet of the merchant, and none is connected as the primary one. Connect one, or use a test key, which needs no wallet.',
  },
  wallet_in_use: {
    status: 409,
    title: 'The wallet is the primary one',
    text: 'The primary wallet cannot be removed. Make another one primary first, or take its role away with `PATCH /api/merchant/wallets/{id}`.',
  },
  wallet_invalid_invoice: {
    status: 502,
    title: 'The wallet made a wrong invoice',
    text: 'The invoice that the wallet returned has another amount, hash, network or expiry than was asked for, so it is not handed out. Nothing is charged. Check the wallet.',
  },
  wallet_unavailable: {
    status: 503,
    title: 'The wallet cannot be reached',
    text: 'The wallet did not answer in time or answered with an error, so no challenge was made. Try again after the time in `Retry-After`. Credentials already paid for stay good.',
  },
  wallet_rate_limited: {
    status: 503,
    title: 'The wallet takes no more requests now',
    text: 'The service behind the wallet limits how many invoices it makes, and its limit is reached. Try again after the time in `Retry-After`. Credentials already paid for stay good.',
  },
});

/** An address from a merchant that we do not connect to; `field` names the member it came in. */
export class AddressRefused extends Problem {
  constructor(field: string) {
    const detail =
      'This address may not be called from here. Give a public host name, best with https on its usual port, or have whoever runs the instance list the address in ADDRESS_ALLOW.';
    super(walletKinds.address_refused, detail, { members: { field } });
  }
}

/** The probe of a new wallet connection was refused by the wallet. */
export class WalletCredentialsInvalid extends Problem {
  constructor(detail = 'The wallet does not accept these credentials.', permissions: readonly string[] = []) {
    super(walletKinds.wallet_credentials_invalid, detail, { members: { permissions } });
  }
}

/** The probe showed that the credentials allow more than is needed; `permissions` are the rights that go too far. */
export class WalletCanSpend extends Problem {
  constructor(permissions: readonly string[]) {
    super(walletKinds.wallet_can_spend, 'These credentials allow more than making and looking up invoices.', {
      members: { permissions },
    });
  }
}

/** The probe showed a wallet on a network that is not allowed; null where it shows none, or more than one. */
export class WalletNetworkMismatch extends Problem {
  constructor(network: string | null) {
    const detail =
      network === null ? 'It cannot be told which network the wallet is on.' : `The wallet is on ${network}.`;
    super(walletKinds.wallet_network_mismatch, detail, { members: { network } });
  }
}

/** A live challenge was asked of a merchant without a primary wallet. */
export class WalletNotConfigured extends Problem {
  constructor() {
    super(walletKinds.wallet_not_configured, 'No wallet is connected for live payments.');
  }
}

/** The primary wallet was to be removed. */
export class WalletInUse extends Problem {
  constructor() {
    super(walletKinds.wallet_in_use, 'The primary wallet cannot be removed.');
  }
}

/** The wallet's invoice is not the one that was asked for. */
export class WalletInvalidInvoice extends Problem {
  constructor(cause?: unknown) {
    super(
      walletKinds.wallet_invalid_invoice,
      'The wallet returned an invoice that does not fit the request.',
      {
        cause,
      },
    );
  }
}

/** The wallet is away; the next attempt may succeed after so many seconds. */
export class WalletUnavailable extends Problem {
  constructor(retryAfterSeconds: number, cause?: unknown) {
    super(walletKinds.wallet_unavailable, 'The wallet cannot be reached.', {
      headers: { 'retry-after': String(retryAfterSeconds) },
      cause,
    });
  }
}

/** The wallet's own limit is reached; the next attempt may succeed after so many seconds. */
export class WalletRateLimited extends Problem {
  constructor(retryAfterSeconds: number, cause?: unknown) {
    super(walletKinds.wallet_rate_limited, 'The wallet takes no more requests now.', {
      headers: { 'retry-after': String(retryAfterSeconds) },
      cause,
    });
  }
}
