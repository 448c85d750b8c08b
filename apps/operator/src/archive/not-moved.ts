/** What of a merchant stays behind when it moves, in words. */
export const NOT_MOVED =
  'Webhooks, members and invitations, bought periods and counted usage of plans, refusals of single challenges, events and the log of changes do not move: set up webhooks and members again.';
