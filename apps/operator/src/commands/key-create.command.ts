import { limits } from '@turnpike/config';
import { ApiKeyLifecycle, SCOPES } from '@turnpike/merchants';
import type { Command } from '../command.js';
import { readInstant, readLabel, readMerchant, readMode, readScopes } from '../read-values.js';
import { shellAuthor } from '../shell-author.js';
import { withParts } from '../with-parts.js';

/** Makes an API key. */
export const keyCreate: Command = {
  name: 'key create',
  summary: 'Makes an API key of a merchant and prints it, this once.',
  options: {
    merchant: { value: 'id', meaning: 'whose key', isRequired: true },
    mode: { value: 'test|live', meaning: 'what the key is for', isRequired: true },
    label: { value: 'text', meaning: 'what the key is called' },
    scopes: {
      value: 'scopes',
      meaning: `comma-separated, of ${SCOPES.join(', ')}; without it all but merchant:admin`,
    },
    expires: { value: 'time', meaning: 'when it ends, such as 2030-06-30T00:00:00Z; without it, never' },
  },
  async run(call) {
    const [label, scopes, expires] = [call.text('label'), call.text('scopes'), call.text('expires')];
    const tenant = {
      merchantId: readMerchant(call.requiredText('merchant')),
      mode: readMode(call.requiredText('mode')),
    };
    const wish = {
      label: label === null ? null : readLabel('label', label, limits.apiKeyLabelCharsMax),
      scopes: scopes === null ? null : readScopes(scopes),
      expiresAt: expires === null ? null : readInstant('expires', expires),
    };
    const issued = await withParts(call, ({ part }) =>
      part(ApiKeyLifecycle).addByOperator(tenant, wish, shellAuthor()),
    );
    return {
      json: { merchantId: tenant.merchantId, ...issued },
      lines: [
        `key     ${issued.key}`,
        `id      ${issued.id}`,
        `scopes  ${issued.scopes.join(', ')}`,
        'It is stored as a hash only: it cannot be shown again.',
      ],
    };
  },
};
