/** Whether PostgreSQL can hold a text: one with a NUL it refuses, with all that is sent along. So nothing stored is called that. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000');
}
