/** The whole number of satoshis that a text is; null where it is none, or less than one. */
export function satsOf(text: string): number | null {
  const plain = text.trim();
  return /^[1-9]\d{0,14}$/.test(plain) ? Number(plain) : null;
}
