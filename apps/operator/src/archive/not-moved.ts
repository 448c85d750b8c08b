/** What of a merchant stays behind when it moves, in words. */
export const NOT_MOVED =
  'Members and invitations, events on their way to webhooks, proofs of host names, the periods that it has bought and its counted usage of plans, refusals of single challenges, events and the log of changes do not move: invite members again, and have the host names of proxies checked again.';
