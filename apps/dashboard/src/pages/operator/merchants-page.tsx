import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';
import { grouped } from '../../ui/format.js';
import { Icon } from '../../ui/icon.js';
import { LoadMore } from '../../ui/load-more.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { CreateMerchantDialog } from './create-merchant-dialog.js';
import { MerchantTable } from './merchant-table.js';
import { merchantsQuery } from './operator-api.js';
import { OperatorsOnly } from './operators-only.js';

const route = getRouteApi('/signed-in/operator/merchants');
const waitMillis = 250;

/** All merchants of the instance. */
export function MerchantsPage() {
  return (
    <OperatorsOnly title="Merchants">
      <Merchants />
    </OperatorsOnly>
  );
}

function Merchants() {
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useState(q);
  const [wanted] = useDebouncedValue(text.trim(), waitMillis);
  const [creates, create] = useDisclosure(false);
  const merchants = useInfiniteQuery(merchantsQuery(wanted));
  useEffect(() => {
    void navigate({ search: wanted === '' ? {} : { q: wanted }, replace: true });
  }, [navigate, wanted]);
  const total = merchants.data?.pages[0]?.total;
  return (
    <Page
      title="Merchants"
      description="Each sells into a wallet of its own. Newest first."
      actions={
        <Button leftSection={<Icon name="plus" size={16} />} onClick={create.open}>
          New merchant
        </Button>
      }
    >
      <TextInput
        type="search"
        aria-label="Find a merchant"
        placeholder="Find by name or email"
        leftSection={<Icon name="search" size={16} />}
        data-search
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <QueryView query={merchants} height={360}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.merchants);
          return (
            <Card title={total === 1 ? 'One merchant' : `${grouped(total ?? 0)} merchants`} flush>
              {all.length === 0 ? (
                <EmptyState icon="members" title={wanted === '' ? 'No merchant yet' : 'Nobody is called so'}>
                  {wanted === ''
                    ? 'Make the first one, or let people sign up.'
                    : 'Part of a name or of an address is enough.'}
                </EmptyState>
              ) : (
                <MerchantTable merchants={all} />
              )}
              <LoadMore pages={merchants} />
            </Card>
          );
        }}
      </QueryView>
      <CreateMerchantDialog opened={creates} onClose={create.close} />
    </Page>
  );
}
