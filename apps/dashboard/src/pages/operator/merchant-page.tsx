import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import type { MerchantDetail } from '../../api/shapes/operator.js';
import { Card } from '../../ui/card.js';
import { Facts } from '../../ui/facts.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { ExactTime } from '../../ui/time.js';
import { AuditLog } from '../audit/audit-log.js';
import { EditMerchantCard } from './edit-merchant-card.js';
import { MerchantActions } from './merchant-actions.js';
import { MerchantState } from './merchant-state.js';
import { merchantQuery } from './operator-api.js';
import { OperatorsOnly } from './operators-only.js';

const route = getRouteApi('/signed-in/operator/merchants/$merchantId');

/** One merchant as the operator sees it: how it stands, what can be changed, and what was. */
export function MerchantPage() {
  return (
    <OperatorsOnly title="Merchant">
      <OneMerchant />
    </OperatorsOnly>
  );
}

function OneMerchant() {
  const { merchantId } = route.useParams();
  const merchant = useQuery(merchantQuery(merchantId));
  return (
    <Page
      title={merchant.data?.name ?? `Merchant ${merchantId}`}
      back={<Link to="/operator/merchants">Merchants</Link>}
    >
      <QueryView query={merchant} height={520}>
        {(data) => (
          <>
            <Standing merchant={data} />
            <MerchantActions merchant={data} />
            <EditMerchantCard key={JSON.stringify(data)} merchant={data} />
            <AuditLog of="instance" merchantId={data.merchantId} />
          </>
        )}
      </QueryView>
    </Page>
  );
}

function Standing({ merchant }: { readonly merchant: MerchantDetail }) {
  const { merchantId, email, createdAt, hasWallet, hasWebhookUrl } = merchant;
  return (
    <Card title="How it stands">
      <Facts
        of={[
          ['Id', merchantId],
          ['Email', email],
          ['State', <MerchantState key="state" merchant={merchant} />],
          [
            'Wallet',
            <StatusBadge key="wallet" tone={hasWallet ? 'good' : 'calm'}>
              {hasWallet ? 'Connected' : 'None yet'}
            </StatusBadge>,
          ],
          ['Webhook', hasWebhookUrl ? 'set up' : 'none'],
          ['Since', <ExactTime key="since" at={createdAt} />],
        ]}
      />
    </Card>
  );
}
