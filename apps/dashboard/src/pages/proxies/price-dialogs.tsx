import type { ProxyPrice } from '../../api/shapes/proxies.js';
import { Confirm } from '../../ui/confirm.js';
import { Dialog } from '../../ui/dialog.js';
import { notifyDone } from '../../ui/notify.js';
import { PriceForm } from './price-form.js';
import { useAddPrice, useChangePrice, useRemovePrice } from './prices-api.js';

/** What is to be done with a price. */
export type PriceDeed =
  { readonly kind: 'add' } | { readonly kind: 'change' | 'remove'; readonly price: ProxyPrice };

/** What is to be done; null while nothing is. */
export interface PriceDialogsProps {
  readonly proxyId: string;
  readonly deed: PriceDeed | null;
  readonly onClose: () => void;
}

/** The dialogs that add a price, change it, or remove it. */
export function PriceDialogs({ proxyId, deed, onClose }: PriceDialogsProps) {
  const add = useAddPrice(proxyId);
  const change = useChangePrice(proxyId);
  const remove = useRemovePrice(proxyId);
  const close = (): void => {
    onClose();
    add.reset();
    change.reset();
    remove.reset();
  };
  const done = (words: string) => (): void => {
    notifyDone(words);
    close();
  };
  const price = deed !== null && deed.kind !== 'add' ? deed.price : null;
  return (
    <>
      <Dialog opened={deed?.kind === 'add'} title="Add a price" size="lg" onClose={close}>
        <PriceForm
          price={null}
          submit="Add price"
          pending={add.isPending}
          error={add.error}
          onSubmit={(wish) => add.mutate(wish, { onSuccess: done('The price is added.') })}
          onCancel={close}
        />
      </Dialog>
      <Dialog opened={deed?.kind === 'change'} title="Change the price" size="lg" onClose={close}>
        {price !== null && (
          <PriceForm
            price={price}
            submit="Save"
            pending={change.isPending}
            error={change.error}
            onSubmit={(wish) => change.mutate(wish, { onSuccess: done('The price is changed.') })}
            onCancel={close}
          />
        )}
      </Dialog>
      <Confirm
        opened={deed?.kind === 'remove'}
        title="Remove this price?"
        confirm="Remove price"
        danger
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() => {
          if (price !== null) remove.mutate(price.endpointId, { onSuccess: done('The price is removed.') });
        }}
        onClose={close}
      >
        {price !== null && (
          <>
            <span className="tp-mono tp-break">
              {price.httpMethod} {price.path}
            </span>{' '}
            costs afterwards what the next row that fits says, or the default price.
          </>
        )}
      </Confirm>
    </>
  );
}
