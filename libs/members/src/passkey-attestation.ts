import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { webauthnParts } from './webauthn.js';

/**
 * Whether a new passkey comes without certificates. We ask for none, and whoever sends some could have them name addresses
 * that checking them would call.
 */
export async function comesWithoutCertificates(response: RegistrationResponseJSON): Promise<boolean> {
  const { decodeAttestationObject, isoBase64URL } = await webauthnParts();
  const attestation = decodeAttestationObject(isoBase64URL.toBuffer(response.response.attestationObject));
  const format = attestation.get('fmt');
  if (format === 'none') return true;
  return format === 'packed' && attestation.get('attStmt').get('x5c') === undefined;
}
