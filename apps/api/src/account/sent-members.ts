/** The members of a request that were sent: what is absent or `null` is left out, since `null` means absent. */
export function sentMembers<Members extends object>(
  members: Members,
): { readonly [Name in keyof Members]?: NonNullable<Members[Name]> };
export function sentMembers(members: object): object {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== null && value !== undefined),
  );
}
