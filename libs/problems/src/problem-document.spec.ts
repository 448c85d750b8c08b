import {
  MethodNotAllowed,
  ServiceUnavailable,
  toProblemDocument,
  UseStateConflict,
  ValidationFailed,
} from './index.js';
import { Problem } from './problem.js';

const context = { baseUrl: 'https://pay.example.com', correlationId: 'c-1' };

describe('a problem document', () => {
  it('has the members of RFC 9457, the two legacy strings, the correlation id and its own members', () => {
    expect(toProblemDocument(new UseStateConflict('released'), context)).toEqual({
      type: 'https://pay.example.com/problems/use_state_conflict',
      title: 'The use was decided the other way',
      status: 409,
      detail: 'The use is already released.',
      error: 'use_state_conflict',
      message: 'The use is already released.',
      correlation_id: 'c-1',
      state: 'released',
    });
  });

  it('never lets a member of the problem replace one that every document has', () => {
    class Sly extends Problem {
      constructor() {
        super({ slug: 'sly', status: 400, title: 'Sly', text: 'Sly.' }, 'Detail.', {
          members: { error: {}, status: 200, correlation_id: 'x', extra: 1 },
        });
      }
    }
    expect(toProblemDocument(new Sly(), context)).toMatchObject({
      error: 'sly',
      status: 400,
      correlation_id: 'c-1',
      extra: 1,
    });
  });

  it('leads with the first sentence about a member and lists them all', () => {
    const document = toProblemDocument(
      new ValidationFailed({
        priceSats: ['priceSats must be 1 or more.'],
        resource: ['resource is required.'],
      }),
      context,
    );
    expect(document.message).toBe('priceSats must be 1 or more.');
    expect(document['errors']).toEqual({
      priceSats: ['priceSats must be 1 or more.'],
      resource: ['resource is required.'],
    });
  });

  it('keeps the cause out of the document', () => {
    const problem = new ServiceUnavailable(1, new Error('connect ECONNREFUSED 10.0.0.7'));
    expect(problem.cause).toBeInstanceOf(Error);
    expect(JSON.stringify(toProblemDocument(problem, context))).not.toContain('ECONNREFUSED');
  });

  it('lists the allowed methods in Allow', () => {
    expect(new MethodNotAllowed(['GET', 'HEAD']).headers).toEqual({ allow: 'GET, HEAD' });
  });
});
