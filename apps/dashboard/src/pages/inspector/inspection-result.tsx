import type { ReactNode } from 'react';
import type { InspectedCaveat, Inspection } from '../../api/shapes/inspection.js';
import { Card } from '../../ui/card.js';
import { Copyable } from '../../ui/copyable.js';
import { DataTable } from '../../ui/data-table.js';
import type { Column } from '../../ui/data-table.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Facts } from '../../ui/facts.js';
import { Icon } from '../../ui/icon.js';
import { Money } from '../../ui/money.js';
import { reasonWords } from '../../ui/reasons.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { Time } from '../../ui/time.js';
import classes from './inspector-page.module.css';

const caveatColumns: readonly Column<InspectedCaveat>[] = [
  {
    key: 'condition',
    header: 'Condition',
    cell: ({ condition, text }) => <span className="tp-mono">{condition ?? text}</span>,
  },
  {
    key: 'value',
    header: 'Value',
    cell: ({ value }) => <span className="tp-mono tp-break">{value ?? ''}</span>,
  },
  {
    key: 'meaning',
    header: 'Means',
    cell: ({ known, meaning }) =>
      known ? meaning : <StatusBadge tone="calm">Not ours: added by somebody on the way</StatusBadge>,
  },
];

/** What there is to know of what was pasted. */
export function InspectionResult({ inspection }: { readonly inspection: Inspection }) {
  const { format, caveats, invoice } = inspection;
  if (format === null && invoice === null)
    return (
      <Card>
        <EmptyState icon="inspect" title="This cannot be read">
          It is neither a macaroon, nor a header with one, nor a Lightning invoice. Check that it was copied
          whole.
        </EmptyState>
      </Card>
    );
  return (
    <>
      {format !== null && <VerdictNotice inspection={inspection} />}
      {format !== null && (
        <Card title="Token">
          <Facts of={tokenFacts(inspection)} />
        </Card>
      )}
      {caveats.length > 0 && (
        <Card
          title="Caveats"
          description="What the token is bound to. Each one narrows it; none can widen it."
          flush
        >
          <DataTable
            caption="Caveats"
            columns={caveatColumns}
            rows={caveats}
            rowKey={(row) => String(caveats.indexOf(row))}
          />
        </Card>
      )}
      {invoice !== null && (
        <Card title="Invoice">
          <Facts
            of={[
              [
                'Amount',
                invoice.amountSats === null ? 'none' : <Money key="amount" sats={invoice.amountSats} />,
              ],
              ['Network', invoice.network ?? 'unknown'],
              ['Payment hash', <Copyable key="hash" value={invoice.paymentHash} what="payment hash" />],
              ['Expires', <Time key="expires" at={invoice.expiresAt} />],
              ['Description', invoice.description ?? 'none'],
            ]}
          />
        </Card>
      )}
    </>
  );
}

function VerdictNotice({ inspection: { verdict, ours } }: { readonly inspection: Inspection }) {
  if (verdict === null) return null;
  const { valid, reason, error, explanation } = verdict;
  const refusal =
    reason === 'missing_context' ? 'More of the request is needed' : (error ?? 'Verify would refuse this');
  const words = explanation ?? (reason === null ? '' : reasonWords(reason).advice);
  return (
    <div className={classes['verdict']} data-valid={valid} role="status">
      <Icon name={valid ? 'check' : 'alert'} size={20} />
      <div>
        <p>
          <strong>{valid ? 'Verify would accept this' : refusal}</strong>
        </p>
        {words !== '' && <p>{words}</p>}
        {!ours && <p>This token was not minted by this merchant in this mode.</p>}
      </div>
    </div>
  );
}

function tokenFacts({
  format,
  scheme,
  location,
  identifier,
  signature,
  preimage,
}: Inspection): [string, ReactNode][] {
  const facts: [string, ReactNode][] = [['Format', `Macaroon ${format ?? ''}`]];
  if (scheme !== null) facts.push(['Scheme', scheme]);
  if (location !== null) facts.push(['Location', location]);
  facts.push(...identifierFacts(identifier));
  if (signature !== null)
    facts.push(['Signature', <Copyable key="signature" value={signature} what="signature" />]);
  if (preimage !== null) facts.push(['Preimage', preimageWords(preimage)]);
  return facts;
}

function identifierFacts(identifier: Inspection['identifier']): [string, ReactNode][] {
  if (identifier === null) return [];
  const { hex, version, paymentHash, tokenId, text } = identifier;
  if (paymentHash === null)
    return [['Identifier', <Copyable key="identifier" value={text ?? hex} what="identifier" whole />]];
  return [
    ['Payment hash', <Copyable key="hash" value={paymentHash} what="payment hash" />],
    ['Token id', tokenId === null ? 'none' : <Copyable key="id" value={tokenId} what="token id" />],
    ['Identifier version', version ?? 'unknown'],
  ];
}

function preimageWords({ present, matches }: NonNullable<Inspection['preimage']>): ReactNode {
  if (!present) return 'not sent';
  if (matches === null) return 'sent; there is no payment hash to compare it with';
  if (matches) return <StatusBadge tone="good">Fits the payment hash</StatusBadge>;
  return <StatusBadge tone="bad">Does not fit the payment hash</StatusBadge>;
}
