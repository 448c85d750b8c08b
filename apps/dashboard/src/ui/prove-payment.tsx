import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useFields } from './fields.js';
import { Note } from './note.js';
import { ProblemNotice } from './problem-notice.js';
import classes from './prove-payment.module.css';

/** A wallet in the browser, as extensions offer it to pages (WebLN). */
interface BrowserWallet {
  enable(): Promise<unknown>;
  sendPayment(invoice: string): Promise<{ readonly preimage: string }>;
}

function browserWallet(): BrowserWallet | undefined {
  return (window as { readonly webln?: BrowserWallet }).webln;
}

/** The invoice, and what takes its preimage. */
export interface ProvePaymentProps {
  readonly invoice: string;
  readonly error: Error | null;
  readonly pending: boolean;
  readonly onProve: (preimage: string) => void;
}

/** The quicker ways: a wallet in this browser, or the proof that another wallet shows. */
export function ProvePayment({ invoice, error, pending, onProve }: ProvePaymentProps) {
  const fields = useFields({ preimage: '' }, error);
  const wallet = browserWallet();
  const [refusal, setRefusal] = useState<string | null>(null);
  const payHere = async (from: BrowserWallet): Promise<void> => {
    setRefusal(null);
    try {
      await from.enable();
      onProve((await from.sendPayment(invoice)).preimage);
    } catch (thrown) {
      setRefusal(thrown instanceof Error ? thrown.message : String(thrown));
    }
  };
  const preimage = fields.values.preimage.trim().toLowerCase();
  return (
    <div className={classes['proof']}>
      {wallet !== undefined && (
        <Button variant="light" onClick={() => void payHere(wallet)}>
          Pay with the wallet in this browser
        </Button>
      )}
      {refusal !== null && (
        <Note tone="bad" title="The wallet did not pay, or did not say so" announced>
          It says: “{refusal}”. Look there before you pay again.
        </Note>
      )}
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          onProve(preimage);
        }}
      >
        <TextInput
          label="Preimage"
          description="If nothing happens after the payment: your wallet shows this proof of it, 64 hex digits."
          classNames={{ input: 'tp-mono' }}
          {...fields.bind('preimage')}
        />
        {error !== null && !fields.shows(error) && <ProblemNotice error={error} />}
        <Button type="submit" variant="default" loading={pending} disabled={!/^[0-9a-f]{64}$/.test(preimage)}>
          Show proof
        </Button>
      </form>
    </div>
  );
}
