import { LostRequests } from './lost-requests.js';

describe('lost requests', () => {
  it('are no more than so many, of which the oldest is forgotten, and each is given out once', () => {
    const lost = new LostRequests(2);
    for (const preimage of ['a', 'b', 'c']) lost.put({ preimage }, `r-${preimage}`);
    expect(['a', 'b', 'b', 'c'].map((preimage) => lost.take({ preimage }))).toEqual([
      undefined,
      'r-b',
      undefined,
      'r-c',
    ]);
  });
});
