/** The two times of an invoice that its schedule rests on. */
export interface InvoiceTimes {
  readonly createdAt: Date;
  readonly invoiceExpiresAt: Date;
}

/** What the schedule has to know of a connection. */
export interface LookUpHabits {
  /** Whether the wallet is telling us of payments right now, so that looking is only a safeguard. */
  readonly pushAlive: boolean;
  /** The step while an invoice is young: 1, or more where the wallet counts calls. */
  readonly firstStepSeconds: number;
  /** Whether money may arrive long after the invoice's end, so that a look an hour and one a day later pay. */
  readonly lateLooks: boolean;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long after its end an invoice is still watched: a payment under way may arrive late, and clocks differ. */
export const graceMillis = 10 * MINUTE;
/** How long a payment that the wallet calls pending is followed, and how long an absent answer is waited for. */
export const patienceMillis = 24 * HOUR;

const PENDING_STEP = 15 * MINUTE;
const LATE_LOOKS = [HOUR, patienceMillis];

/** The moment at which an invoice that nobody paid is given up. */
export function graceEnd({ invoiceExpiresAt }: InvoiceTimes): Date {
  return new Date(invoiceExpiresAt.getTime() + graceMillis);
}

/** The last moment at which anything is looked up. */
export function patienceEnd({ invoiceExpiresAt }: InvoiceTimes): Date {
  return new Date(invoiceExpiresAt.getTime() + patienceMillis);
}

/**
 * When to look at an invoice again that was looked at now and is not settled; null if never. The younger it is, the
 * sooner; one look falls on the end of the grace. After that only what is pending is followed, and late looks are made
 * where they pay.
 */
export function nextLookUpAt(
  invoice: InvoiceTimes,
  now: Date,
  pending: boolean,
  habits: LookUpHabits,
): Date | null {
  const end = graceEnd(invoice);
  if (now < end) return earlier(stepByAge(invoice, now, habits), end);
  const last = patienceEnd(invoice);
  if (pending) return now < last ? earlier(after(now, PENDING_STEP), last) : null;
  if (!habits.lateLooks) return null;
  const late = LATE_LOOKS.map((delay) => after(invoice.invoiceExpiresAt, delay));
  return late.find((at) => at > now) ?? null;
}

function stepByAge({ createdAt }: InvoiceTimes, now: Date, habits: LookUpHabits): Date {
  const age = now.getTime() - createdAt.getTime();
  if (habits.pushAlive) {
    const first = [15 * SECOND, MINUTE, 2 * MINUTE].find((look) => age < look);
    if (first !== undefined) return after(createdAt, first);
    return after(now, age < 10 * MINUTE ? 2 * MINUTE : 5 * MINUTE);
  }
  if (age < 30 * SECOND) return after(now, habits.firstStepSeconds * SECOND);
  if (age < 2 * MINUTE) return after(now, 3 * SECOND);
  return after(now, age < 10 * MINUTE ? 15 * SECOND : MINUTE);
}

function after(time: Date, millis: number): Date {
  return new Date(time.getTime() + millis);
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
