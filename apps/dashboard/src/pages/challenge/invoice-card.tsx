import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import type { Mode } from '../../api/mode.js';
import type { ChallengeDetail } from '../../api/shapes/challenges.js';
import { useMay } from '../../session/use-session.js';
import { Card } from '../../ui/card.js';
import { CodeBlock } from '../../ui/code-block.js';
import { notifyDone } from '../../ui/notify.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { QrCode } from '../../ui/qr-code.js';
import { Time } from '../../ui/time.js';

/** The invoice; while it can be paid with its QR code, and in test mode with a button that pays it. */
export function InvoiceCard({
  challenge,
  mode,
}: {
  readonly challenge: ChallengeDetail;
  readonly mode: Mode;
}) {
  const client = useQueryClient();
  const mayPay = useMay('developer');
  const pay = useMutation({
    mutationFn: () => api.post('/api/sandbox/pay', { invoice: challenge.invoice }, { mode }),
    onSuccess: () => {
      notifyDone('Paid in the sandbox.');
      void client.invalidateQueries();
    },
  });
  const isOpen = challenge.status === 'unpaid' && challenge.revokedAt === null;
  return (
    <Card
      title="Invoice"
      description={
        isOpen ? (
          <>
            Its time ends <Time at={challenge.expiresAt} />.
          </>
        ) : challenge.status === 'paid' ? (
          'It was paid.'
        ) : (
          'Its time is over.'
        )
      }
      actions={
        isOpen && mode === 'test' && mayPay ? (
          <Button size="xs" loading={pay.isPending} onClick={() => pay.mutate()}>
            Pay in the sandbox
          </Button>
        ) : undefined
      }
    >
      <div style={{ display: 'grid', gap: 16, justifyItems: 'center' }}>
        {pay.error !== null && <ProblemNotice error={pay.error} />}
        {isOpen && mode === 'live' && (
          <QrCode value={challenge.invoice.toUpperCase()} label="Lightning invoice of this challenge" />
        )}
        <div style={{ width: '100%' }}>
          <CodeBlock code={challenge.invoice} what="invoice" wrap />
        </div>
      </div>
    </Card>
  );
}
