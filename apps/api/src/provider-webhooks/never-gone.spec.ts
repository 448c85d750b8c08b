import { EndpointRetired, InternalError, InvalidSignature } from '@turnpike/problems';
import { toProblem } from '../http/to-problem.js';
import { neverGone } from './never-gone.js';

const statusOf = (error: unknown): number => toProblem(neverGone(error)).status;

describe('neverGone', () => {
  it('makes a fault of ours of what would end the notices for good', () => {
    const error = neverGone(new EndpointRetired('/a'));
    expect(error).toBeInstanceOf(InternalError);
  });

  it('leaves every other error as it is', () => {
    const error = new InvalidSignature();
    expect(neverGone(error)).toBe(error);
  });

  it.each([undefined, null, 'text', 410, new Error('x'), { statusCode: 410 }, { statusCode: 501 }])(
    'ends in neither status for %p',
    (error) => {
      expect([410, 501]).not.toContain(statusOf(error));
    },
  );
});
