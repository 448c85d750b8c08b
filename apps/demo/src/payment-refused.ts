/** A payment that was asked for and that we did not make, because of what it was or what it would have cost. */
export class PaymentRefused extends Error {
  constructor(why: string) {
    super(`not paid: ${why}`);
    this.name = 'PaymentRefused';
  }
}
