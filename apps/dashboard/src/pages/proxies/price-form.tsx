import { NativeSelect, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ProxyPrice } from '../../api/shapes/proxies.js';
import { DialogForm } from '../../ui/dialog-form.js';
import { useFields } from '../../ui/fields.js';
import type { PriceWish } from './prices-api.js';
import { satsOf } from './sats-field.js';
import classes from './proxies.module.css';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const minuteSeconds = 60;

/** The price to begin with, null for a new one, and what becomes of it. */
export interface PriceFormProps {
  readonly price: ProxyPrice | null;
  readonly submit: string;
  readonly pending: boolean;
  readonly error: unknown;
  readonly onSubmit: (wish: PriceWish) => void;
  readonly onCancel: () => void;
}

/** Asks which paths a price is for, how much it is, and what one payment is good for. */
export function PriceForm({ price, submit, pending, error, onSubmit, onCancel }: PriceFormProps) {
  const fields = useFields(
    {
      path: price?.path ?? '/',
      httpMethod: price?.httpMethod ?? 'GET',
      basePriceSats: price === null ? '' : String(price.basePriceSats),
      summary: price?.summary ?? '',
      maxUses: price?.maxUses == null ? '' : String(price.maxUses),
      tokenValiditySeconds: minutesIn(price?.tokenValiditySeconds ?? null),
      endpointId: price?.endpointId ?? '',
    },
    error,
  );
  const [reserve, setReserve] = useState(price?.reserve ?? true);
  const { path, httpMethod, basePriceSats, summary, maxUses, tokenValiditySeconds, endpointId } =
    fields.values;
  const sats = satsOf(basePriceSats);
  const uses = optional(maxUses);
  const minutes = optional(tokenValiditySeconds);
  const isReady = sats !== null && uses !== undefined && minutes !== undefined && path.startsWith('/');
  const send = (): void => {
    if (!isReady) return;
    onSubmit({
      path: path.trim(),
      httpMethod,
      basePriceSats: sats,
      summary: summary.trim() === '' ? null : summary.trim(),
      maxUses: uses,
      tokenValiditySeconds: minutes === null ? null : minutes * minuteSeconds,
      endpointId: endpointId.trim() === '' ? idOf(httpMethod, path) : endpointId.trim(),
      reserve,
      isActive: price?.isActive ?? true,
    });
  };
  return (
    <DialogForm
      submit={submit}
      pending={pending}
      disabled={!isReady}
      error={fields.shows(error) ? null : error}
      onSubmit={send}
      onCancel={onCancel}
    >
      <TextInput
        label="Path"
        description="What follows the proxy’s address. {name} stands for any one segment: /forecast/{city}"
        placeholder="/forecast/{city}"
        spellCheck={false}
        data-autofocus
        {...fields.bind('path')}
      />
      <div className={classes['pair']}>
        <NativeSelect
          label="Method"
          description="GET admits HEAD."
          data={methods}
          {...fields.bind('httpMethod')}
        />
        <TextInput
          label="Price in sats"
          description="For what one payment is good for."
          inputMode="numeric"
          {...fields.bind('basePriceSats')}
        />
      </div>
      <TextInput
        label="Summary (optional)"
        description="Payers read it in the invoice and in what is told in public."
        maxLength={200}
        {...fields.bind('summary')}
      />
      <div className={classes['pair']}>
        <TextInput
          label="Requests per payment (optional)"
          description="Empty: as many as the token lives."
          inputMode="numeric"
          {...fields.bind('maxUses')}
        />
        <TextInput
          label="Good for minutes (optional)"
          description="Empty: as your settings say."
          inputMode="numeric"
          {...fields.bind('tokenValiditySeconds')}
        />
      </div>
      <Switch
        label="Give a request back if the upstream fails"
        description="When it answers 500 or more, or not at all, the payer may ask again without paying."
        checked={reserve}
        onChange={(event) => setReserve(event.currentTarget.checked)}
      />
      {price === null && (
        <TextInput
          label="Id (optional)"
          description="What tools call it. Empty: made of method and path. It stays."
          maxLength={100}
          placeholder={idOf(httpMethod, path)}
          spellCheck={false}
          {...fields.bind('endpointId')}
        />
      )}
    </DialogForm>
  );
}

/** An optional whole number: null where there is none, undefined for what is no number. */
function optional(text: string): number | null | undefined {
  return text.trim() === '' ? null : (satsOf(text) ?? undefined);
}

function minutesIn(seconds: number | null): string {
  return seconds === null ? '' : String(Math.round(seconds / minuteSeconds));
}

function idOf(method: string, path: string): string {
  const words = `${method.toLowerCase()}${path}`.replace(/[^A-Za-z0-9_.-]+/g, '-');
  return words.replace(/^-+|-+$/g, '').slice(0, 100);
}
