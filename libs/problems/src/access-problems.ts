import { defineKinds } from './define-kinds.js';
import { Problem } from './problem.js';

/** The kinds about who asks and what they may do. */
export const accessKinds = defineKinds({
  missing_api_key: {
    status: 401,
    title: 'No API key was sent',
    text: 'Send your API key in the header `X-API-Key`. Keys begin with `tp_test_` or `tp_live_`.',
  },
  invalid_api_key: {
    status: 401,
    title: 'The API key is not valid',
    text: 'The key is unknown, revoked or expired. Check that it was copied whole and belongs to this instance; otherwise make a new one.',
  },
  invalid_signature: {
    status: 401,
    title: 'The signature is not valid',
    text: 'The notice is not signed by the wallet that this address belongs to, or its bytes were changed on the way, so it is not heeded. Where the wallet signs with a secret of its own, check that the wallet is connected with that secret.',
  },
  l402_not_enabled: {
    status: 403,
    title: 'L402 is not enabled',
    text: 'The plan of this merchant has lapsed, or the merchant is switched off. `current_plan` says which plan it is, `action_required` what to do, and `upgrade_url`, where there is one, where to do it.',
  },
  scope_missing: {
    status: 403,
    title: 'The API key may not do this',
    text: 'The key lacks the scope that `required_scope` names. Use another key, or make one with that scope. No scope implies another.',
  },
  test_mode_only: {
    status: 403,
    title: 'Only in test mode',
    text: 'This address belongs to the sandbox. Call it with a key that begins with `tp_test_`.',
  },
  origin_refused: {
    status: 403,
    title: 'The call came from another site',
    text: 'A session in a browser may write only from pages of this instance. Open its dashboard, or use an API key.',
  },
  missing_session: {
    status: 401,
    title: 'Nobody is signed in',
    text: 'There is no session, or it has ended: it was signed out, it is older than its time, or the API key that opened it was revoked. Sign in again.',
  },
  invalid_credentials: {
    status: 401,
    title: 'That does not open an account',
    text: 'Address and password, the code, the passkey, the API key or the one-time link do not fit, or the link was used or is over. Which of these it is, is not said. Check what you sent, ask for a new link (what `npm start` runs prints one at each start), or sign in with an API key that has `merchant:admin`.',
  },
  second_factor_required: {
    status: 401,
    title: 'The second factor is missing',
    text: 'What was sent is right, and this account also wants a code: send the same again with `code`, the six digits of your authenticator or a recovery code.',
  },
  role_missing: {
    status: 403,
    title: 'Your role does not allow this',
    text: 'A member with the role `required_role`, or one above it, may do this. Ask an owner of the merchant.',
  },
  live_mode_only: {
    status: 403,
    title: 'Only with a live key',
    text: 'Members act in both modes, so a test key must not decide who they are. Use a key that begins with `tp_live_`, or sign in.',
  },
  last_owner: {
    status: 409,
    title: 'A merchant keeps an owner',
    text: 'This is the last owner. Make somebody else an owner first.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    text: 'The limit of `limit` requests in `window_seconds` seconds is reached. Wait `retry_after` seconds (also in the header `Retry-After`), then send the request again.',
  },
});

/** Neither a key nor a session came with the request. */
export class MissingApiKey extends Problem {
  constructor() {
    super(accessKinds.missing_api_key, 'Send your API key in the header X-API-Key.');
  }
}

/** The key is unknown, revoked or expired; which of these it is, is not said. */
export class InvalidApiKey extends Problem {
  constructor() {
    super(accessKinds.invalid_api_key, 'The API key is unknown, revoked or expired.');
  }
}

/** A wallet's notice is not signed by the wallet that it came in for. */
export class InvalidSignature extends Problem {
  constructor() {
    super(accessKinds.invalid_signature, 'The notice is not signed by the wallet of this address.');
  }
}

/** The merchant's plan has lapsed or the merchant is inactive, so that it neither mints nor verifies. */
export class L402NotEnabled extends Problem {
  constructor(currentPlan: string, upgradeUrl: string | null = null) {
    super(accessKinds.l402_not_enabled, `L402 is not enabled on the plan '${currentPlan}'.`, {
      members: {
        current_plan: currentPlan,
        action_required: 'Renew the plan, or choose another one.',
        upgrade_url: upgradeUrl,
      },
    });
  }
}

/** The key is good but lacks the scope that the route needs. */
export class ScopeMissing extends Problem {
  constructor(requiredScope: string, currentPlan: string) {
    super(accessKinds.scope_missing, `This API key lacks the scope ${requiredScope}.`, {
      members: { required_scope: requiredScope, current_plan: currentPlan },
    });
  }
}

/** A sandbox route was called with a live key. */
export class TestModeOnly extends Problem {
  constructor(currentPlan: string) {
    super(accessKinds.test_mode_only, 'This address takes test keys only.', {
      members: { current_plan: currentPlan },
    });
  }
}

/** A browser session tried to write from a page of another origin. */
export class OriginRefused extends Problem {
  constructor() {
    super(accessKinds.origin_refused, 'A session may write only from pages of this instance.');
  }
}

/** No session came with the request, or it has ended; which of these it is, is not said. */
export class MissingSession extends Problem {
  constructor() {
    super(accessKinds.missing_session, 'There is no session, or it has ended.');
  }
}

/** What somebody signs in with does not fit; what of it, and whether there is such an account, is not said. */
export class InvalidCredentials extends Problem {
  constructor() {
    super(accessKinds.invalid_credentials, 'That does not open an account.');
  }
}

/** The first factor is right, and the account also wants a code. */
export class SecondFactorRequired extends Problem {
  constructor() {
    super(accessKinds.second_factor_required, 'This account also wants a code.');
  }
}

/** The member's role is too small for this. */
export class RoleMissing extends Problem {
  constructor(requiredRole: string) {
    super(accessKinds.role_missing, `This needs the role ${requiredRole}.`, {
      members: { required_role: requiredRole },
    });
  }
}

/** A test key tried to decide something about live mode, too. */
export class LiveModeOnly extends Problem {
  constructor() {
    super(accessKinds.live_mode_only, 'This address takes live keys only.');
  }
}

/** The last owner of a merchant cannot go or be lowered. */
export class LastOwner extends Problem {
  constructor() {
    super(accessKinds.last_owner, 'This is the last owner of the merchant.');
  }
}

/** Which limit was reached: requests, per how many seconds, and in how many seconds the next one is admitted. */
export interface RateLimitReached {
  readonly limit: number;
  readonly windowSeconds: number;
  readonly retryAfterSeconds: number;
  readonly detail?: string;
}

/** A rate limit or a cap on open challenges is reached; nothing was done. */
export class RateLimited extends Problem {
  constructor(reached: RateLimitReached) {
    const { limit, windowSeconds, retryAfterSeconds } = reached;
    super(
      accessKinds.rate_limited,
      reached.detail ??
        `The limit is ${limit} requests in ${windowSeconds} s. Try again in ${retryAfterSeconds} s.`,
      {
        members: {
          code: 'RATE_LIMIT_EXCEEDED',
          limit,
          window_seconds: windowSeconds,
          retry_after: retryAfterSeconds,
        },
        headers: { 'retry-after': String(retryAfterSeconds) },
      },
    );
  }
}
