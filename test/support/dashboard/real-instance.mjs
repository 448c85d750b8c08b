// What walks at a real instance share: its letters, its answers, and how the pages' parts are found.
import { join } from 'node:path';
import { base, given } from './walk-all.mjs';

const VIEWS = [
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
];
let count = 0;

const waitMsMax = 30_000;
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
    const answer = await fetch(`${base}/api/admin/mails`, { headers: { 'x-api-key': given.operatorKey } });
    const letter = (await answer.json()).mails.find(({ to }) => to === address);
    return letter && /http\S+#token=\S+/.exec(letter.text)?.[0];
  });

/** Has a link mailed to an address, and opens it in the same tab, which shows the sign-in already. */
export async function enterAs(page, address) {
  await page.goto(`${base}/dashboard/sign-in`);
  await button(page, 'Mail me a link').click();
  await page.getByLabel('Email').fill(address);
  await button(page, 'Mail me a link').click();
  await page.getByText('Look into your mail').waitFor();
  const { pathname, hash } = new URL(await linkTo(address));
  await page.goto(`${base}${pathname}${hash}`);
  await button(page, 'Continue').click();
  await heading(page, 'Overview').waitFor();
}

/** Signs out by the menu. */
export async function leave(page) {
  await button(page, 'Account menu').click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await heading(page, 'Sign in').waitFor();
}

/** A button by the whole of its name. */
export const button = (page, name) => page.getByRole('button', { name, exact: true });

/** A heading by the whole of its text. */
export const heading = (page, name) => page.getByRole('heading', { name, exact: true });

/** Waits for what a page says from then on. */
export const told = (page, words) => page.getByText(words).first().waitFor();

/** Leaves a picture, where they are wanted: on a phone and at a desk, each light and dark. */
export async function picture(page, name) {
  if (given.shots === undefined) return;
  const before = page.viewportSize();
  for (const viewport of VIEWS)
    for (const colorScheme of ['light', 'dark']) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.waitForFunction(
        (scheme) => document.documentElement.dataset.mantineColorScheme === scheme,
        colorScheme,
      );
      count += 1;
      const file = `${String(count).padStart(3, '0')}-${name}-${viewport.width}-${colorScheme}.png`;
      await page.screenshot({ path: join(given.shots, file), animations: 'disabled' });
    }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: 'light' });
}
