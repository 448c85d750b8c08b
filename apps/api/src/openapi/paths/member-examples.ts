import { example } from '../schemas/example-values.js';

/** A member, as the examples tell of one. */
export const memberExample = {
  userId: `usr_${'7c'.repeat(16)}`,
  email: 'owner@weather.example',
  name: 'Wanda Weather',
  token: 'exampleOnlyNotARealTokenExampleOnlyNotAReal',
  invitationId: `inv_${'3a'.repeat(16)}`,
  passkeyId: `psk_${'5e'.repeat(16)}`,
} as const;

/** The answer to whoever has signed in. */
export const signedInExample = {
  merchantId: example.merchantId,
  expiresAt: example.tokenExpiresAt,
} as const;
