import { defineKinds } from './define-kinds.js';
import { Problem } from './problem.js';

/** The kinds about people’s own accounts, and whose they are. */
export const accountKinds = defineKinds({
  recent_sign_in_required: {
    status: 403,
    title: 'Sign in again to do this',
    text: 'What opens an account is changed only shortly after a sign-in, so that a browser left open is not enough. Sign in again and repeat it, or send your `password` or a `code` of your second factor along.',
  },
  merchant_made_by_payment: {
    status: 409,
    title: 'A payment made a merchant for this address',
    text: 'Somebody paid for a merchant with this address and never showed that it is theirs; they hold its keys, and may have set up wallets and webhooks. If it was you, open the link again and send the merchant’s live `apiKey` along: everything in it is yours. If it was not, or the key is lost, send `startAfresh` as `true`: that merchant keeps nothing of your address, and you begin with nothing of theirs. The link is still good.',
  },
  sign_in_first: {
    status: 409,
    title: 'Sign in first',
    text: 'The invitation is for somebody who has an account here, and it does not open accounts. Sign in as the `email` that is named, in this browser, then accept it again.',
  },
});

/** The session is too old for this, and nothing else shows that it is still its user who sits there. */
export class RecentSignInRequired extends Problem {
  constructor() {
    super(
      accountKinds.recent_sign_in_required,
      'Sign in again to do this, or send your password or a code along.',
    );
  }
}

/** An address shown to be somebody’s is that of a merchant whose maker paid and showed nothing. */
export class MerchantMadeByPayment extends Problem {
  constructor() {
    super(
      accountKinds.merchant_made_by_payment,
      'A payment made the merchant of this address. Send its live apiKey to take it over, or startAfresh: true to begin without it.',
    );
  }
}

/** An invitation was opened in a browser in which its addressee, who has an account, is not signed in. */
export class SignInFirst extends Problem {
  constructor(email: string) {
    super(accountKinds.sign_in_first, `Sign in as ${email}, then accept the invitation.`, {
      members: { email },
    });
  }
}
