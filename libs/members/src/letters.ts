import type { Letter } from '@turnpike/mail';
import { memberBounds } from './member-bounds.js';
import type { MemberRole } from './member-role.js';
import { unlinked } from './unlinked.js';

const minutes = (seconds: number): string => `${String(Math.round(seconds / 60))} minutes`;
const NOT_YOU = 'If it was not you who asked, there is nothing to do: without this link nobody can sign in.';

const ROLE_WORDS: Readonly<Record<MemberRole, string>> = {
  owner: 'an owner',
  developer: 'a developer',
  read_only: 'a member who may read',
};

/** A letter of paragraphs. */
export function letter(to: string, subject: string, ...lines: readonly string[]): Letter {
  return { to, subject, text: `${lines.join('\n\n')}\n` };
}

/** To somebody who wants to sign in without a password. */
export function signInLetter(to: string, link: string): Letter {
  return letter(
    to,
    'Sign in to Turnpike',
    `This link signs you in, once, within ${minutes(memberBounds.linkSeconds)}:`,
    link,
    NOT_YOU,
  );
}

/** To somebody who signs up. It says nothing that they chose, since it may be another's address. */
export function signUpLetter(to: string, link: string): Letter {
  return letter(
    to,
    'Finish signing up to Turnpike',
    `This link makes your account and signs you in, once, within ${minutes(memberBounds.linkSeconds)}:`,
    link,
    'If it was not you who asked, ignore this letter: no account is made.',
  );
}

/** To somebody who signs up although they have an account. */
export function alreadyRegisteredLetter(to: string, link: string): Letter {
  return letter(
    to,
    'You have a Turnpike account already',
    `Somebody wanted to sign up with your address, which has an account. This link signs you in, once, within ${minutes(memberBounds.linkSeconds)}:`,
    link,
    NOT_YOU,
  );
}

/** To the address for which a payment made a merchant; whoever paid has shown nothing of it, so it says nothing they chose. */
export function paidSignUpLetter(to: string, signIn: string): Letter {
  return letter(
    to,
    'A Turnpike merchant was made for your address',
    'Somebody paid for a merchant on this instance and gave your address for it. Its API keys were shown to whoever paid.',
    `If it was you, keep the keys. To sign in without them, have a link mailed to you, open it, and show the live key once:`,
    signIn,
    'If it was not you, there is nothing to do. Should you want an account here, sign in by the same page and choose to start afresh: that merchant then has nothing to do with your address.',
  );
}

/** To somebody who forgot their password. */
export function resetLetter(to: string, link: string): Letter {
  return letter(
    to,
    'Set a new Turnpike password',
    `This link sets a new password, once, within ${minutes(memberBounds.linkSeconds)}. It ends all sessions:`,
    link,
    'If it was not you who asked, there is nothing to do: your password stays as it is.',
  );
}

/** To somebody who is asked to join. What the merchant is called somebody chose whom they may not know. */
export function invitationLetter(to: string, merchant: string, role: MemberRole, link: string): Letter {
  return letter(
    to,
    'You are invited to a merchant on Turnpike',
    `You are asked to join the merchant "${unlinked(merchant)}" as ${ROLE_WORDS[role]}. The link is good for seven days:`,
    link,
    'If you do not know that merchant, ignore this letter.',
  );
}

/** To somebody whose way of signing in was changed. */
export function changeLetter(to: string, what: string): Letter {
  return letter(
    to,
    'Your Turnpike account was changed',
    what,
    'If it was not you, set a new password at once and look through your sessions, passkeys and second factor.',
  );
}

/** To somebody whose password was set by a link: what else still opens their account, and where they can take it away. */
export function resetDoneLetter(to: string, passkeys: number, security: string): Letter {
  const stay = passkeys === 1 ? 'One passkey still signs' : `${String(passkeys)} passkeys still sign`;
  const what = 'Your password was set anew by a link. All sessions have ended.';
  const more = `${stay} in to your account. Remove any that is not yours, at ${security}`;
  return changeLetter(to, passkeys === 0 ? what : `${what}\n\n${more}`);
}
