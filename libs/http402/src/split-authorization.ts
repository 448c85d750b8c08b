/** One credential of an `Authorization` value: its scheme in lower case and what follows it. */
export interface SchemeCredential {
  readonly scheme: string;
  readonly text: string;
}

// A colon after the blanks shows that the word was the end of a macaroon, an equals sign that it was the name of a
// parameter, around whose sign RFC 9110 section 11.2 allows blanks; neither word was a scheme.
const SCHEME_AND_TEXT = /^([a-z][a-z0-9-]*)[ \t]+([^ \t:=].*)$/is;

/**
 * The credentials of one `Authorization` value, several if lines were joined by commas on the way. A scheme is a word
 * before a blank; commas within a credential (several macaroons, parameters) stay, blanks around them do not.
 */
export function splitAuthorization(value: string): SchemeCredential[] {
  const credentials: { scheme: string; text: string }[] = [];
  for (const piece of value.split(',').map((part) => part.trim())) {
    const [, scheme, text] = SCHEME_AND_TEXT.exec(piece) ?? [];
    const last = credentials.at(-1);
    if (scheme && text) credentials.push({ scheme: scheme.toLowerCase(), text });
    else if (last && piece) last.text += `,${piece}`;
  }
  return credentials;
}
