/** The pages that one-time links lead to. */
export type LinkPage = 'sign-in' | 'reset' | 'invitation';

/** A link to a page of the dashboard. The token stands in the fragment, which no browser sends to any server. */
export function dashboardLink(publicUrl: string, page: LinkPage, token: string): string {
  return `${publicUrl}/dashboard/${page}#token=${token}`;
}
