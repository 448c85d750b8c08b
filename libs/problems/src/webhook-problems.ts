import { defineKinds } from './define-kinds.js';
import { Problem } from './problem.js';

/** The kinds about the endpoints that merchants have us call. */
export const webhookKinds = defineKinds({
  webhook_disabled: {
    status: 409,
    title: 'The webhook is disabled',
    text: 'Nothing is sent to a webhook that is disabled, not even a test. Enable it with `PATCH /api/merchant/webhooks/{id}` and `{"enabled": true}`, then try again.',
  },
});

/** Something was to be sent to an endpoint that gets nothing. */
export class WebhookDisabled extends Problem {
  constructor() {
    super(webhookKinds.webhook_disabled, 'The webhook is disabled.');
  }
}
