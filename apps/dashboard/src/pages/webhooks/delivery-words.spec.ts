import type { Delivery } from '../../api/shapes/webhooks.js';
import { deliveryState } from './delivery-words.js';

const wordOf = (delivery: Partial<Delivery>): string => deliveryState(delivery as Delivery).word;

describe('how a delivery stands', () => {
  it('is on its way while its first try is under way, and tried again only once one has failed', () => {
    expect(wordOf({ state: 'pending', attempts: 0, lastError: null })).toBe('On its way');
    expect(wordOf({ state: 'pending', attempts: 1, lastError: null })).toBe('On its way');
    expect(wordOf({ state: 'pending', attempts: 1, lastError: 'timeout' })).toBe('Tried again');
  });
});
