// Letters of a real instance, as its operator finds them in the outbox.
import { base, given } from './walk-all.mjs';

const { operatorKey } = given;
const waitMsMax = 15_000;
const askAgainMs = 50;

/** Asks until there is an answer to be had, or until it took too long. */
export async function until(what, ask) {
  for (const end = Date.now() + waitMsMax; Date.now() < end;) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, askAgainMs));
  }
  throw new Error(`in vain: ${what}`);
}

/** The link in the letter to an address, as the operator finds it in the outbox. */
export const linkTo = (address) =>
  until(`a letter to ${address}`, async () => {
    const answer = await fetch(`${base}/api/admin/mails`, { headers: { 'x-api-key': operatorKey } });
    const letter = (await answer.json()).mails.find(({ to }) => to === address);
    return letter && /http\S+#token=\S+/.exec(letter.text)?.[0];
  });
