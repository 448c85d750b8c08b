import { BookNode } from './book-node.js';
import { ShownInvoices } from './shown-invoices.js';

describe('the invoices that a person is shown', () => {
  const node = new BookNode();
  const shown = new ShownInvoices(node);
  const make = (description: string) =>
    node.createInvoice({ amountMsat: 1_000n, description, expirySeconds: 600 });

  it('are numbered from 1, and those that try the wallet out have no number', async () => {
    await make('Turnpike connection check');
    const first = await make('/forecast');
    expect(shown.takeNew()).toEqual([{ number: 1, invoice: first }]);
    await make('Turnpike connection check');
    expect(shown.takeNew()).toEqual([]);
    const second = await make('');
    expect(shown.takeNew()).toEqual([{ number: 2, invoice: second }]);
    expect(shown.all().map(({ number }) => number)).toEqual([1, 2]);
    expect([shown.find(1), shown.find(2)]).toEqual([first, second]);
    expect([shown.find(0), shown.find(3), shown.find(Number.NaN)]).toEqual([null, null, null]);
  });
});
