// What pages over recorded answers send, and to whom they belong.
import { json } from './walk-all.mjs';

/** Keeps what is sent to a path by a method; the answers are the recorded ones, or those that are given in their order. */
export async function keepSent(page, method, path, answers = []) {
  const sent = [];
  await page.route(`**${path}`, async (route) => {
    const request = route.request();
    if (request.method() !== method) return route.fallback();
    const answer = answers[sent.length];
    sent.push({ body: request.postDataJSON(), mode: request.headers()['x-turnpike-mode'] });
    return answer === undefined ? route.fallback() : route.fulfill(answer);
  });
  return sent;
}

/** Has the session differ from the recorded one. */
export async function beSomebodyElse(page, difference) {
  await page.route('**/api/session', async (route) => {
    if (route.request().method() !== 'GET') return route.fallback();
    const answer = await route.fetch();
    return route.fulfill(json(200, { ...(await answer.json()), ...difference }));
  });
}
