/**
 * A secret in every form in which it may be sent or shown: as it is, in JSON, in a URL, as the password of Basic, as bytes in
 * hex and base64 of either alphabet; and, where its text is itself hex or base64, the bytes that it stands for.
 */
export function formsOf(secret: string): string[] {
  const forms = new Set<string>([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
  for (const bytes of [Buffer.from(secret, 'utf8'), ...meantBy(secret)]) {
    forms.add(bytes.toString('hex')).add(bytes.toString('hex').toUpperCase());
    forms.add(bytes.toString('base64')).add(bytes.toString('base64').replace(/=+$/, ''));
    forms.add(bytes.toString('base64url'));
  }
  for (const user of ['', 'turnpike', 'phoenix'])
    forms.add(Buffer.from(`${user}:${secret}`).toString('base64').replace(/=+$/, ''));
  return [...forms];
}

function meantBy(secret: string): Buffer[] {
  if (/^([0-9a-f]{2}){16,}$/i.test(secret)) return [Buffer.from(secret, 'hex')];
  return /^[\w+/-]{40,}=*$/.test(secret) ? [Buffer.from(secret, 'base64')] : [];
}

/** Those of the secrets that a text holds in some form, and of long ones a beginning of forty letters. */
export function leakedIn(text: string, secrets: Iterable<string>): string[] {
  const leaked: string[] = [];
  for (const secret of secrets) {
    const beginnings = formsOf(secret).map((form) => form.slice(0, 40));
    if (beginnings.some((form) => text.includes(form))) leaked.push(secret);
  }
  return leaked;
}
