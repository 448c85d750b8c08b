const dayMillis = 86_400_000;

/** The spans that can be chosen, in days. */
export const dayChoices = [7, 30, 90, 365] as const;

/** The chosen number of days, or the usual one for whatever is none of the choices. */
export function chosenDays(text: string | undefined): number {
  return dayChoices.find((days) => String(days) === text) ?? 30;
}

/** The days of UTC from so many days ago until today, both included, as the API takes them. */
export function lastDays(count: number, nowMillis: number): { readonly from: string; readonly to: string } {
  const day = (millis: number): string => new Date(millis).toISOString().slice(0, 10);
  return { from: day(nowMillis - (count - 1) * dayMillis), to: day(nowMillis) };
}
