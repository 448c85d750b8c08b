import { type Env } from '@turnpike/config';

import { type FirstRun, firstRunPath } from './first-run-file.js';

const RULE = '─'.repeat(72);

/** What there is from the first start on, and a link that signs in, once, as the owner of it. */
export interface Announced extends FirstRun {
  readonly signIn: string;
}

/** What a stranger needs to mint, pay and verify from the terminal. The three commands work as pasted, in this order. */
export function announcement(env: Env, baseUrl: string, firstRun: Announced | null): string {
  const lines = [
    '',
    RULE,
    `  Turnpike is ready at ${baseUrl}`,
    '',
    `  Dashboard  ${firstRun?.signIn ?? `${baseUrl}/dashboard`}`,
    ...(firstRun ? ['             (signs you in once, within an hour; each start prints another link)'] : []),
    `  Reference  ${baseUrl}/docs`,
  ];
  if (env.smtpUrl === null)
    lines.push(
      `  Letters    no SMTP_URL is set, so they wait in the dashboard, ${baseUrl}/dashboard/operator/mails`,
    );
  if (firstRun) lines.push(...sandboxLines(env, baseUrl, firstRun));
  else lines.push('', '  Make a merchant:', '', ...adminCommand(baseUrl));
  lines.push('', '  Stop with Ctrl-C.', RULE, '');
  return lines.join('\n');
}

function sandboxLines(env: Env, baseUrl: string, firstRun: Announced): string[] {
  const key = firstRun.testApiKey;
  return [
    `  Test key   ${key}`,
    `             (merchant ${String(firstRun.merchantId)}, play money only; kept in ${firstRunPath(env.dataDir)})`,
    '',
    '  1. Mint a challenge: a Lightning invoice and a macaroon on it',
    '',
    keptIn('CHALLENGE', call(baseUrl, '/api/l402/challenges', key, `'{"resource":"/hello","priceSats":21}'`)),
    '',
    '  2. Pay its invoice from the sandbox, as the payer’s wallet would; the answer holds the preimage',
    '',
    keptIn('PAYMENT', call(baseUrl, '/api/sandbox/pay', key, `"$CHALLENGE"`)),
    '',
    '  3. Verify macaroon and preimage (members that a call does not know are ignored, so both answers go in whole)',
    '',
    `${call(baseUrl, '/api/l402/challenges/verify', key, `"\${CHALLENGE%?},\${PAYMENT#?}"`)}; echo`,
  ];
}

function call(baseUrl: string, path: string, key: string, body: string): string {
  return [
    `curl -sS ${baseUrl}${path} \\`,
    `  -H 'X-API-Key: ${key}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d ${body}`,
  ].join('\n');
}

function keptIn(variable: string, command: string): string {
  return `${variable}=$(${command}); echo "$${variable}"`;
}

function adminCommand(baseUrl: string): string[] {
  return [
    `curl -sS ${baseUrl}/api/admin/merchants \\`,
    `  -H "X-API-Key: $ADMIN_API_KEY" -H 'Content-Type: application/json' \\`,
    `  -d '{"name":"My shop","email":"me@example.com"}'`,
  ];
}
