import { defineKinds } from './define-kinds.js';
import { Problem } from './problem.js';

/** The kinds about minting challenges, their uses, the sandbox and signing up. */
export const challengeKinds = defineKinds({
  idempotency_key_reuse: {
    status: 409,
    title: 'The idempotency key belongs to another request',
    text: 'A challenge was made under this `X-Idempotency-Key` from another body, and its invoice is still open. Use a new key for a new request.',
  },
  idempotency_in_progress: {
    status: 409,
    title: 'The first request with this idempotency key is not finished',
    text: 'Another request with the same `X-Idempotency-Key` is being served. Send this one again after the time in `Retry-After`, with the same key; it will get the same challenge.',
  },
  use_state_conflict: {
    status: 409,
    title: 'The use was decided the other way',
    text: 'A reserved use is either committed or released, and this one was already decided: `state` says how. There is nothing to repeat.',
  },
  sandbox_invoice_expired: {
    status: 409,
    title: 'The sandbox invoice has expired',
    text: 'An expired invoice cannot be paid. Mint a new challenge and pay that one.',
  },
  sandbox_invoice_paid: {
    status: 409,
    title: 'The sandbox invoice is paid',
    text: 'The invoice was paid before, and payments are final. Mint a new challenge to try something else.',
  },
  email_taken: {
    status: 409,
    title: 'The address is registered',
    text: 'There is a merchant with this e-mail address. Sign in as that one, or use another address. Nothing was charged.',
  },
  signup_email_mismatch: {
    status: 409,
    title: 'The payment belongs to another address',
    text: 'This paid challenge has made a merchant with another e-mail address, and one payment makes one merchant. Send the address of the first request.',
  },
  endpoint_retired: {
    status: 410,
    title: 'The resource is retired',
    text: 'The merchant no longer sells `resource`. Tokens sold before stay good until they expire.',
  },
  challenge_persist_failed: {
    status: 500,
    title: 'The challenge could not be recorded',
    text: 'A challenge that is not on record is never handed out. Nobody can have paid it. Send the request again.',
  },
});

/** The idempotency key was first used with another body. */
export class IdempotencyKeyReuse extends Problem {
  constructor() {
    super(
      challengeKinds.idempotency_key_reuse,
      'This idempotency key was used for another request, whose challenge is still open.',
    );
  }
}

/** The request that holds the idempotency key has not finished in the time that this one waits for it. */
export class IdempotencyInProgress extends Problem {
  constructor() {
    super(challengeKinds.idempotency_in_progress, 'A request with this idempotency key is in progress.', {
      headers: { 'retry-after': '1' },
    });
  }
}

/** A use was to be committed but is released, or the reverse; `state` is what it is. */
export class UseStateConflict extends Problem {
  constructor(state: string) {
    super(challengeKinds.use_state_conflict, `The use is already ${state}.`, { members: { state } });
  }
}

/** The sandbox was told to do something with an invoice that is past its expiry. */
export class SandboxInvoiceExpired extends Problem {
  constructor() {
    super(challengeKinds.sandbox_invoice_expired, 'This invoice has expired.');
  }
}

/** The sandbox was told to do something with an invoice that is paid. */
export class SandboxInvoicePaid extends Problem {
  constructor() {
    super(challengeKinds.sandbox_invoice_paid, 'This invoice is paid.');
  }
}

/** The e-mail address belongs to a merchant. */
export class EmailTaken extends Problem {
  constructor() {
    super(challengeKinds.email_taken, 'This e-mail address is registered.');
  }
}

/** The paid sign-up challenge has made a merchant with another address. */
export class SignupEmailMismatch extends Problem {
  constructor() {
    super(challengeKinds.signup_email_mismatch, 'This payment made a merchant with another e-mail address.');
  }
}

/** The resource is sold no more. */
export class EndpointRetired extends Problem {
  constructor(resource: string) {
    super(challengeKinds.endpoint_retired, 'This resource is retired.', { members: { resource } });
  }
}

/** The challenge was not recorded, so it is not handed out. */
export class ChallengePersistFailed extends Problem {
  constructor(cause?: unknown) {
    super(challengeKinds.challenge_persist_failed, 'The challenge could not be recorded. Try again.', {
      cause,
    });
  }
}
