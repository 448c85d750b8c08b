const name = 'turnpike.invitation';

/** Keeps the token of an invitation while its addressee signs in. It opens nothing without them, and ends with the tab. */
export function keepInvitation(token: string): void {
  window.sessionStorage.setItem(name, token);
}

/** The invitation that was kept in this tab; null for none. */
export function keptInvitation(): string | null {
  return window.sessionStorage.getItem(name);
}

/** Forgets it. */
export function forgetInvitation(): void {
  window.sessionStorage.removeItem(name);
}
