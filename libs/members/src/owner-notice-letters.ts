import type { Letter } from '@turnpike/mail';
import { letter } from './letters.js';
import type { NoticeMatter, OwnerNotice } from './owner-notice.js';
import { unlinked } from './unlinked.js';

/** Whom a notice goes to, and what tells them why. */
export interface NoticeReader {
  readonly to: string;
  /** Else the address is the merchant's own, which has no owner. */
  readonly isOwner: boolean;
  readonly merchantName: string;
}

const MATTERS: Readonly<Record<NoticeMatter, readonly [words: string, page: string]>> = {
  plan: ['your plan', 'plan'],
  keys: ['your API keys', 'keys'],
  wallets: ['your wallet', 'wallets'],
};

/** Tells of something once. The last letter of a day says that it is. */
export function noticeLetter(
  reader: NoticeReader,
  { matter, subject, lines }: OwnerNotice,
  publicUrl: string | null,
  isLastOfDay: boolean,
): Letter {
  const [words] = MATTERS[matter];
  const rest = `This is the last letter about ${words} today. What else there is to tell by midnight (UTC) is summed up in one letter after it; webhooks and the dashboard tell of it at once.`;
  const all = [...lines, ...(isLastOfDay ? [rest] : []), ...page(matter, publicUrl), why(reader)];
  return letter(reader.to, subject, ...all);
}

/** Sums up what letters of a day have left out. */
export function leftOutLetter(
  reader: NoticeReader,
  matter: NoticeMatter,
  {
    day,
    leftOut,
    lastLeftOut,
  }: { readonly day: string; readonly leftOut: number; readonly lastLeftOut: string },
  publicUrl: string | null,
): Letter {
  const [words] = MATTERS[matter];
  const count = leftOut === 1 ? 'one more notice' : `${String(leftOut)} more notices`;
  const were = leftOut === 1 ? 'was' : 'were';
  return letter(
    reader.to,
    `What else there was to tell about ${words} on ${day}`,
    `On ${day} there ${were} ${count} about ${words} than there were letters. The last one was: ${lastLeftOut}.`,
    ...page(matter, publicUrl),
    why(reader),
  );
}

function page(matter: NoticeMatter, publicUrl: string | null): readonly string[] {
  return publicUrl === null ? [] : [`${publicUrl}/dashboard/${MATTERS[matter][1]}`];
}

function why({ isOwner, merchantName }: NoticeReader): string {
  const merchant = `the merchant "${unlinked(merchantName)}" on this instance of Turnpike`;
  return isOwner
    ? `You get this letter because you are an owner of ${merchant}.`
    : `You get this letter because this is the address of ${merchant}, which has no members.`;
}
