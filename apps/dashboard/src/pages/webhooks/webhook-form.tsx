import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { DialogForm } from '../../ui/dialog-form.js';
import { useFields } from '../../ui/fields.js';
import { EventChoice } from './event-choice.js';
import type { WebhookWish } from './webhooks-api.js';

/** A form for a webhook, new or not. */
export interface WebhookFormProps {
  readonly initial: WebhookWish;
  readonly submit: string;
  readonly pending: boolean;
  readonly error: unknown;
  readonly onSubmit: (wish: WebhookWish) => void;
  readonly onCancel: () => void;
}

/** Asks where events are to be sent, and which. */
export function WebhookForm({ initial, submit, pending, error, onSubmit, onCancel }: WebhookFormProps) {
  const fields = useFields({ url: initial.url, description: initial.description, events: '' }, error);
  const [events, setEvents] = useState(initial.events);
  const choose = (chosen: readonly string[]): void => {
    setEvents(chosen);
    fields.set('events', chosen.join());
  };
  const { url, description } = fields.values;
  return (
    <DialogForm
      submit={submit}
      pending={pending}
      disabled={url.trim() === ''}
      error={fields.shows(error) ? null : error}
      onSubmit={() => onSubmit({ url: url.trim(), description: description.trim(), events })}
      onCancel={onCancel}
    >
      <TextInput
        label="Address"
        description="An https address of your server. It answers 2xx within 15 seconds."
        placeholder="https://example.com/hooks/turnpike"
        type="url"
        inputMode="url"
        data-autofocus
        {...fields.bind('url')}
      />
      <TextInput label="Description (optional)" maxLength={200} {...fields.bind('description')} />
      <EventChoice value={events} error={fields.bind('events').error} onChange={choose} />
    </DialogForm>
  );
}
