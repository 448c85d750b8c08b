import type { LetterCounts } from '@turnpike/mail';
import type { FailingHandovers } from '@turnpike/merchants';
import type { EndpointCounts } from '@turnpike/webhooks';
import { ok, warn } from './finding.js';
import type { Finding } from './finding.js';

/** Whether letters leave. Without a mail server they are the operator's to hand on. */
export function checkLetters(kind: 'smtp' | 'outbox', { waiting, failing }: LetterCounts): Finding {
  const about = 'letters';
  if (kind === 'outbox') {
    if (waiting === 0) return ok(about, 'SMTP_URL is not set; none waits for you');
    return warn(
      about,
      `${waiting} wait for you, since SMTP_URL is not set`,
      'hand them on from GET /api/admin/mails, or set SMTP_URL',
    );
  }
  if (failing === 0) return ok(about, `${waiting} wait to be sent`);
  return warn(
    about,
    `${failing} could not be sent yet`,
    'look at SMTP_URL and MAIL_FROM; the log of the workers says why. They are given up after a week',
  );
}

/** Whether merchants' webhooks are well. They are the merchants' to mend, so what is wrong with one is no failure of ours. */
export function checkWebhooks({ well, failing, givenUp }: EndpointCounts): Finding {
  const about = 'webhooks';
  // That a few do not answer is nothing unusual.
  if (givenUp === 0 && (failing === 0 || well > 0))
    return ok(about, `${well} are well, ${failing} get nothing now`);
  return warn(
    about,
    `${well} are well, ${failing} get nothing now, ${givenUp} were disabled for that`,
    'their merchants were told; GET /api/merchant/webhooks says which. If it is all of them, look at your network',
  );
}

/** Whether everybody has the plan that they paid for. */
export function checkPaidPlans({ count, failure }: FailingHandovers): Finding {
  const about = 'paid plans';
  if (count === 0) return ok(about, 'all are handed over');
  return warn(
    about,
    `${count} could not be handed over; the oldest: ${failure ?? ''}`,
    'mend what it says, and call turnpike plan retry; each is tried again at least every six hours, for 90 days',
  );
}
