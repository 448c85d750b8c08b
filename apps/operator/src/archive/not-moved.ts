/** What of a merchant stays behind when it moves, in words. */
export const NOT_MOVED =
  'Webhooks, members and invitations, the periods that it has bought and its counted usage of plans, refusals of single challenges, events and the log of changes do not move: set up webhooks and members again.';
