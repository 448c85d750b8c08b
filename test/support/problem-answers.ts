import { type HotPool } from '@turnpike/database';

import { type HttpReply } from './listening-api.js';

/** Fails unless an answer is a problem document (RFC 9457) of this status and slug with everything that each one has. */
export function expectProblemDocument(reply: HttpReply, status: number, slug: string): void {
  const { detail, correlation_id: correlationId } = reply.body;
  expect({ status: reply.status, body: reply.body }).toMatchObject({
    status,
    body: {
      type: expect.stringMatching(new RegExp(`^http://127\\.0\\.0\\.1:\\d+/problems/${slug}$`)),
      title: expect.any(String),
      status,
      detail: expect.any(String),
      error: slug,
      message: detail,
      correlation_id: expect.stringMatching(/^[A-Za-z0-9._:-]{1,128}$/),
    },
  });
  expect(Object.fromEntries(reply.headers)).toMatchObject({
    'content-type': 'application/problem+json',
    'x-api-version': '1',
    'x-correlation-id': correlationId,
    'cache-control': 'no-store',
  });
}

const SUMS: Readonly<Record<string, string>> = {
  challenges: 'SELECT count(*) FROM challenge',
  revoked: 'SELECT count(*) FROM challenge_ledger WHERE revoked_at IS NOT NULL',
  used: 'SELECT sum(uses_made + uses_committed * 1000 + uses_reserved * 1000000) FROM challenge_ledger',
  uses: 'SELECT count(*) + sum(state) * 1000 FROM challenge_use',
  invoices: 'SELECT count(*) FROM sandbox_invoice',
  decidedInvoices: `SELECT count(*) FROM sandbox_invoice WHERE state <> 'open'`,
  idempotencyKeys: 'SELECT count(*) FROM idempotency_key',
  events: 'SELECT count(*) FROM outbox',
  keys: 'SELECT count(*) FROM api_key',
};

/** Figures that change with everything that calls about challenges can write. */
export async function whatIsWritten(pool: HotPool): Promise<Record<string, unknown>> {
  const columns = Object.entries(SUMS).map(([name, sum]) => `(${sum})::text AS "${name}"`);
  const { rows } = await pool.query({ text: `SELECT ${columns.join(', ')}` });
  return rows[0] ?? {};
}
