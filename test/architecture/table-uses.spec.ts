import ts from 'typescript';
import { filesBelow, isShipped } from './project-files.js';
import { sourceOf } from './source-imports.js';
import { tablesByDelegate, tableUses } from './table-uses.js';

/** Every table has one owner. The outbox has none: every writer adds the event to the transaction of the fact it tells. */
const owners: Readonly<Record<string, string | null>> = {
  merchant: 'merchants',
  merchant_settings: 'merchants',
  api_key: 'merchants',
  plan_purchase: 'merchants',
  plan_handover: 'merchants',
  wallet_connection: 'wallets',
  wallet_stream: 'wallets',
  wallet_notice: 'wallets',
  wallet_alert: 'wallets',
  token_bucket: 'redis',
  sandbox_invoice: 'wallets',
  challenge: 'challenges',
  challenge_ledger: 'challenges',
  challenge_use: 'challenges',
  day_figure: 'statistics',
  resource_figure: 'statistics',
  section_figure: 'statistics',
  refusal_figure: 'statistics',
  challenge_refusal: 'statistics',
  settlement_record: 'challenges',
  idempotency_key: 'challenges',
  challenge_watch: 'challenges',
  retired_resource: 'challenges',
  plan_usage: 'challenges',
  audit_entry: 'audit',
  outbox: null,
  event_cursor: 'events',
  webhook_endpoint: 'webhooks',
  webhook_delivery: 'webhooks',
  member_user: 'members',
  member_recovery_code: 'members',
  member_passkey: 'members',
  member_session: 'members',
  member_link: 'members',
  merchant_member: 'members',
  merchant_invitation: 'members',
  paid_sign_up: 'members',
  owner_notice: 'members',
  mail_outbox: 'mail',
  proxy: 'proxies',
  proxy_endpoint: 'proxies',
  proxy_host: 'proxies',
};

const usesIn = (text: string): string[] =>
  tableUses(ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2023, true));

describe('the tables', () => {
  it('each have an owner, and the owners own tables that exist', () => {
    expect([...tablesByDelegate.values()].sort()).toEqual(Object.keys(owners).sort());
  });

  it('are each queried by the one lib that owns them', () => {
    const found = filesBelow(['apps', 'libs'], ['.ts', '.mjs'])
      .filter(isShipped)
      .flatMap((file) =>
        tableUses(sourceOf(file))
          .map((table) => ({ table, owner: owners[table] ?? null }))
          .filter(({ owner }) => owner !== null && !file.startsWith(`libs/${owner}/`))
          .map(({ table, owner }) => `${file} queries ${table}, which libs/${owner ?? ''} owns`),
      );
    expect(found).toEqual([]);
  });

  it.each([
    'const sql = `SELECT 1 FROM api_key WHERE id = $1`;',
    'const sql = `SELECT 1 FROM merchant m JOIN "api_key" k ON true`;',
    'const sql = `UPDATE api_key SET label = $1`;',
    'const sql = `delete from api_key WHERE id = ${id}`;',
    'const sql = `WITH ${all} SELECT 1 FROM api_key WHERE id = ${id}`;',
    'await this.prisma.apiKey.findMany();',
    'await tx.apiKey.create({ data });',
    'await repository.transaction((tx) => tx.apiKey.count());',
    "await prisma['apiKey'].updateMany({ data });",
    'const find = prisma.apiKey.findUnique;',
    'const { apiKey } = this.prisma; apiKey.findMany();',
    'const { apiKey: keys } = tx;',
  ])('are seen to be queried by %s', (text) => {
    expect(usesIn(text)).toContain('api_key');
  });

  it.each([
    '// What comes from api_key is old.',
    'const { apiKey } = request;',
    'const apiKey = keys.create();',
    'reply.send({ apiKey: principal.apiKey });',
    'const label = "api_key";',
  ])('are not taken to be queried by %s', (text) => {
    expect(usesIn(text)).toEqual([]);
  });
});
