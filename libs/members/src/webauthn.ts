/**
 * The library that reads what browsers say of passkeys, loaded when the first passkey is met: it is a tenth of all that a process
 * would read to start, and workers and most other processes never meet one.
 */
export const webauthn = () => import('@simplewebauthn/server');

/** Its readers of single parts, loaded likewise. */
export const webauthnParts = () => import('@simplewebauthn/server/helpers');
