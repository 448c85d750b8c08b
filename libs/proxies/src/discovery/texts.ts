import type { ServedProxy } from '../served-proxy.js';
import { type DocumentScene, routesOf, type SoldRoute } from './route-table.js';

const sats = (count: number): string => (count === 1 ? '1 sat' : `${String(count)} sats`);
/** One line, without what Markdown would take for more than text. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').replace(/[<>|`]/g, '');

/** `/llms.txt`: prices and a call in plain text, for programs that read. */
export function llmsText(proxy: ServedProxy, scene: DocumentScene): string {
  const routes = routesOf(proxy, scene);
  // A quote of the path must not end that of the shell.
  const first = (scene.baseUrl + (routes[0]?.path ?? '/')).replaceAll("'", '%27');
  return [
    `# ${plain(proxy.name)}`,
    '',
    ...(proxy.manifest.description === null ? [] : [`> ${plain(proxy.manifest.description)}`, '']),
    `Base URL: ${scene.baseUrl}`,
    '',
    'Every request is paid for over Lightning (L402). A request without a credential is answered 402 with an invoice',
    'and a macaroon in WWW-Authenticate and in the body (l402.invoice, l402.macaroon). Pay the invoice, then send the',
    'same request with the preimage that the payment gives:',
    '',
    `    curl '${first}' -H 'Authorization: L402 <macaroon>:<preimage>'`,
    '',
    '## Prices',
    '',
    ...routes.map(line),
    `- everything else: ${sats(proxy.defaultPriceSats)}`,
    '',
    'Prices here are a hint; the challenge decides.',
    '',
  ].join('\n');
}

/** `/manifest.md`: the manifest for people. */
export function manifestMarkdown(proxy: ServedProxy, scene: DocumentScene): string {
  const { manifest } = proxy;
  const told = [
    ['Base URL', scene.baseUrl],
    ['Categories', manifest.categories.join(', ')],
    ['Contact', manifest.contactEmail ?? ''],
    ['Documentation', manifest.documentationUrl ?? ''],
    ['Terms', manifest.termsOfServiceUrl ?? ''],
    ['Default price', sats(proxy.defaultPriceSats)],
  ].filter(([, value]) => value !== '');
  return [
    `# ${plain(proxy.name)}`,
    '',
    ...(manifest.description === null ? [] : [plain(manifest.description), '']),
    ...told.map(([name = '', value = '']) => `- **${name}:** ${plain(value)}`),
    '',
    '| Method | Path | Price | What it is |',
    '|---|---|---|---|',
    ...routesOf(proxy, scene).map(
      ({ method, path, priceSats, summary }) =>
        `| ${method} | \`${path}\` | ${sats(priceSats)} | ${plain(summary ?? '')} |`,
    ),
    '',
  ].join('\n');
}

function line({ method, path, priceSats, summary }: SoldRoute): string {
  return `- ${method} ${path}: ${sats(priceSats)}${summary === null ? '' : ` (${plain(summary)})`}`;
}
