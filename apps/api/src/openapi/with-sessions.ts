import { MissingSession, OriginRefused, RoleMissing, ValidationFailed } from '@turnpike/problems';
import type { Problem } from '@turnpike/problems';
import type { Method, Operation, Parameter, Paths } from './openapi-types.js';
import { withProblems } from './problem-responses.js';

/** Routes that take keys and, although they are not the account's, members who have signed in. */
const ALSO: ReadonlySet<string> = new Set([
  'get /api/l402/challenges',
  'post /api/l402/challenges',
  'post /api/l402/challenges/verify',
  'get /api/l402/challenges/{paymentHash}',
  'post /api/l402/challenges/{paymentHash}/revoke',
  'get /api/l402/challenges/{paymentHash}/uses',
  'post /api/sandbox/pay',
]);

const modeHeader: Parameter = {
  name: 'X-Turnpike-Mode',
  in: 'header',
  required: false,
  description:
    'With a session: the mode that the call is about; absent is `test`, or the mode of the key that opened it.',
  schema: { type: 'string', enum: ['test', 'live'] },
};

/** The paths, with what is the same for every route that takes a session as well as a key. */
export function withSessions(paths: Paths): Paths {
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => {
      const operations = Object.entries(item) as [Method, Operation][];
      return [
        path,
        Object.fromEntries(operations.map(([method, one]) => [method, opened(path, method, one)])),
      ];
    }),
  );
}

function opened(path: string, method: Method, operation: Operation): Operation {
  const isAdmin = path.startsWith('/api/admin/');
  const isOfKeys = operation.security.some((one) => 'apiKey' in one);
  const isOwn = path.startsWith('/api/merchant/') || (isOfKeys && /^\/api\/proxy(?:\/|$)/.test(path));
  if (!isAdmin && !isOwn && !ALSO.has(`${method} ${path}`)) return operation;
  const problems: Problem[] = [new MissingSession()];
  if (method !== 'get') problems.push(new OriginRefused());
  if (!isAdmin) {
    problems.push(new RoleMissing(method === 'get' ? 'read_only' : 'developer'));
    problems.push(new ValidationFailed({ 'x-turnpike-mode': ['X-Turnpike-Mode must be test or live'] }));
  }
  return {
    ...operation,
    security: [...operation.security, { session: [] }],
    ...(!isAdmin && { parameters: [...(operation.parameters ?? []), modeHeader] }),
    responses: withProblems(operation.responses, ...problems),
  };
}
