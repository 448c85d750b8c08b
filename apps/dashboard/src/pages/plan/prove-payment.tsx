import { Button, TextInput } from '@mantine/core';
import type { Bill } from '../../api/shapes/plans.js';
import { useFields } from '../../ui/fields.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { useProvePayment } from './plan-api.js';
import classes from './prove-payment.module.css';

/** A wallet in the browser, as extensions offer it to pages (WebLN). */
interface BrowserWallet {
  enable(): Promise<unknown>;
  sendPayment(invoice: string): Promise<{ readonly preimage: string }>;
}

function browserWallet(): BrowserWallet | undefined {
  return (window as { readonly webln?: BrowserWallet }).webln;
}

/** The quicker ways: a wallet in this browser, or the proof that another wallet shows. */
export function ProvePayment({ planId, bill }: { readonly planId: string; readonly bill: Bill }) {
  const prove = useProvePayment();
  const fields = useFields({ preimage: '' }, prove.error);
  const wallet = browserWallet();
  const payHere = async (from: BrowserWallet): Promise<void> => {
    await from.enable();
    const { preimage } = await from.sendPayment(bill.invoice);
    prove.mutate({ planId, bill, preimage });
  };
  const preimage = fields.values.preimage.trim().toLowerCase();
  return (
    <div className={classes['proof']}>
      {wallet !== undefined && (
        <Button variant="light" onClick={() => void payHere(wallet).catch(() => undefined)}>
          Pay with the wallet in this browser
        </Button>
      )}
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          prove.mutate({ planId, bill, preimage });
        }}
      >
        <TextInput
          label="Preimage"
          description="If nothing happens after the payment: your wallet shows this proof of it, 64 hex digits."
          classNames={{ input: 'tp-mono' }}
          {...fields.bind('preimage')}
        />
        {prove.error !== null && !fields.shows(prove.error) && <ProblemNotice error={prove.error} />}
        <Button
          type="submit"
          variant="default"
          loading={prove.isPending}
          disabled={!/^[0-9a-f]{64}$/.test(preimage)}
        >
          Show proof
        </Button>
      </form>
    </div>
  );
}
