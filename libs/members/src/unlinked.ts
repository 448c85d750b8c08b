/**
 * A text that a stranger chose, as a letter may hold it: in one line, and nothing in it that a mail program makes a link of. Dots
 * and what else joins the parts of an address are put apart.
 */
export function unlinked(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/([.:/@\uFF0E\u3002\uFF61])(?=\S)/gu, '$1 ')
    .trim();
}
