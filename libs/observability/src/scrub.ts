/**
 * What a secret looks like when it stands inside a text, whoever put it there. No alternative takes a quote or a
 * backslash, so that a scrubbed JSON line is still a JSON line.
 */
const SECRET_SHAPES = new RegExp(
  [
    // API keys of ours, webhook secrets, key-ring items (kid:base64 of 32 bytes)
    /tp_(?:test|live)_[0-9a-z]+/,
    /whsec_[0-9a-z+/=_-]+/,
    /\b\d{1,3}:[0-9a-z+/]{43}=/,
    // payment requests: ln, network, amount, bech32
    /\bln(?:bcrt|bc|tbs|tb)[0-9]*[munp]?1[02-9ac-hj-np-z]{20,}/,
    // macaroons: binary V2 in base64 (both alphabets) and in hex, V1 in base64
    /\bAg[EI][0-9a-z+/_-]{40,}={0,2}/,
    /\b0201[0-9a-f]{60,}/,
    /\bMDA[0-9a-z+/_-]{40,}={0,2}/,
    // credentials as headers carry them, with or without the header's name
    /\b(?:L402|LSAT|Bearer|Basic|Payment) +[0-9a-z+/=_.:~-]{16,}/,
    /\b(?:x-api-key|api[-_]?key|grpc-metadata-macaroon|rune|macaroon|preimage|password|secret|token) *[:=] *[^\s"\\,;&]{4,}/,
    /\b(?:set-)?cookie *: *[^"\\]+/,
    // wallet connections, and a user and password in any URL
    /nostr\+walletconnect:[^\s"\\]+/,
    /(?<=:\/\/)[^\s"\\/@]+@/,
  ]
    .map((shape) => shape.source)
    .join('|'),
  'gi',
);

/** What stands in a secret's place. */
export const REDACTED = '[redacted]';

/** The text with everything in it that looks like a secret replaced. Texts without any come back as they are. */
export function scrub(text: string): string {
  return text.replace(SECRET_SHAPES, REDACTED);
}
