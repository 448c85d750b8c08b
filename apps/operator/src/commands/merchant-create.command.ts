import { Merchants } from '@turnpike/merchants';
import type { Command } from '../command.js';
import { operatorBounds } from '../operator-bounds.js';
import { readEmail, readLabel } from '../read-values.js';
import { shellAuthor } from '../shell-author.js';
import { withParts } from '../with-parts.js';

/** Makes a merchant with its first keys. */
export const merchantCreate: Command = {
  name: 'merchant create',
  summary: 'Makes a merchant and prints its first keys, this once.',
  options: {
    name: { value: 'name', meaning: 'what people call it', isRequired: true },
    email: { value: 'address', meaning: 'one address is one merchant', isRequired: true },
    plan: { value: 'plan', meaning: 'its plan; without it, the one that has no caps' },
  },
  async run(call) {
    const plan = call.text('plan');
    const wish = {
      name: readLabel('name', call.requiredText('name'), operatorBounds.merchantNameCharsMax),
      email: readEmail(call.requiredText('email')),
      ...(plan !== null && { planTier: plan }),
    };
    const made = await withParts(call, ({ part }) => part(Merchants).create(wish, shellAuthor()));
    const { merchant, apiKey, testApiKey } = made;
    const { merchantId, name, email } = merchant;
    return {
      json: { merchantId, name, email, apiKey, testApiKey },
      lines: [
        `merchant  ${merchantId} (${name})`,
        `live key  ${apiKey}`,
        `test key  ${testApiKey}`,
        'The keys are stored as hashes only: they cannot be shown again.',
      ],
    };
  },
};
