/** Credentials that cannot be of the kind they are said to be: by member, what is wrong with it. Quotes nothing of them. */
export class InvalidCredentials extends Error {
  constructor(readonly members: Readonly<Record<string, string>>) {
    super('The credentials are not of this kind.');
    this.name = 'InvalidCredentials';
  }
}

const TEXT_CHARS_MAX = 4_096;

/** The members of credentials as they were sent; throws `InvalidCredentials` if they are no JSON object. */
export function credentialMembers(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidCredentials({ credentials: 'must be an object' });
  return value as Record<string, unknown>;
}

/** A member that has to be a text of printable characters, trimmed; throws `InvalidCredentials` otherwise. */
export function credentialText(
  members: Readonly<Record<string, unknown>>,
  name: string,
  charsMax = TEXT_CHARS_MAX,
): string {
  const text = typeof members[name] === 'string' ? members[name].trim() : '';
  if (text === '') throw new InvalidCredentials({ [name]: 'is required' });
  if (text.length > charsMax)
    throw new InvalidCredentials({ [name]: `must have at most ${charsMax} characters` });
  if (!/^[\x21-\x7e]+$/.test(text))
    throw new InvalidCredentials({ [name]: 'must be printable ASCII characters without blanks' });
  return text;
}

/** A member that has to be an http or https URL without query; a slash at its end is dropped. */
export function credentialUrl(members: Readonly<Record<string, unknown>>, name: string): URL {
  const text = credentialText(members, name, 512);
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain =
    url !== null && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  if (!isPlain || !/^https?:$/.test(url.protocol))
    throw new InvalidCredentials({ [name]: 'must be an http or https URL without query, user or password' });
  return url;
}
