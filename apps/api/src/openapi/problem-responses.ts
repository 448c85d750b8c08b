import {
  AddressRefused,
  ExpectationFailed,
  HeadersTooLarge,
  InternalError,
  InvalidApiKey,
  L402NotEnabled,
  MalformedJson,
  MalformedRequest,
  MissingApiKey,
  MissingSession,
  OriginRefused,
  PayloadTooLarge,
  PlanEndpointLimit,
  PlanFeatureDisabled,
  PlanPriceLimit,
  PlanVolumeLimit,
  PROBLEM_MEDIA_TYPE,
  type Problem,
  RateLimited,
  RequestTimeout,
  ScopeMissing,
  ServiceUnavailable,
  toProblemDocument,
  UnsupportedMediaType,
  ValidationFailed,
  WalletCanSpend,
  WalletCredentialsInvalid,
  WalletInvalidInvoice,
  WalletNetworkMismatch,
  WalletRateLimited,
  WalletUnavailable,
} from '@turnpike/problems';
import { limits } from '@turnpike/config';
import type { Response, Schema } from './openapi-types.js';
import { everyAnswer, rateLimitHeaders, retryAfterHeader } from './response-headers.js';
import { example } from './schemas/example-values.js';
import { ref } from './schemas/schema-parts.js';

/** What every route may answer, however it is called; the first five before anybody asks which route it is. */
export const always: readonly Problem[] = [
  new MalformedRequest('The header Host is missing.'),
  new RequestTimeout(),
  new ExpectationFailed(),
  new HeadersTooLarge(),
  new ValidationFailed({ url: ['the address must not hold NUL'] }),
  new RateLimited({ limit: 600, windowSeconds: 60, retryAfterSeconds: 17 }),
  new InternalError(),
  new ServiceUnavailable(limits.serviceUnavailableRetrySeconds),
];

/** What a route that takes a body, or a method that may have one, answers before anybody looks at its members. */
export const bodyRefused: readonly Problem[] = [
  new MalformedJson(),
  new PayloadTooLarge(limits.bodyBytesMax),
  new UnsupportedMediaType(),
];

/** What a route may answer to a caller without the right key. */
export function keyRefused(scope: string | null): readonly Problem[] {
  const known = [new MissingApiKey(), new InvalidApiKey()];
  return scope === null ? known : [...known, new ScopeMissing(scope, 'unlimited')];
}

/** Where the merchant of the examples stands with its plan. */
export const ownStanding = { currentPlan: 'free', upgradeUrl: `${example.baseUrl}/dashboard/plan` };
/** What a route for whoever is signed in may answer otherwise; `changes` if it changes something. */
export function sessionRefused(changes: boolean): readonly Problem[] {
  return changes ? [new MissingSession(), new OriginRefused()] : [new MissingSession()];
}

/** What mint and verify answer for a merchant whose plan has lapsed. */
export const planRefused: readonly Problem[] = [new L402NotEnabled('unlimited')];

/** What mint answers where a cap of the merchant's plan leaves no room. It carries no challenge: nobody is to pay it. */
export const capsReached: readonly Problem[] = [
  new PlanVolumeLimit(ownStanding, 200),
  new PlanEndpointLimit(ownStanding, 3),
  new PlanPriceLimit(ownStanding, 1_000),
];

/** What making a webhook answers where there are as many as the merchant's plan includes. */
export const webhooksUsedUp = new PlanFeatureDisabled(
  ownStanding,
  'webhooks',
  'The plan includes 2 webhooks in each mode.',
);

/** What trying out a wallet may end in; `field` is where its address came in. */
export function probeRefused(field: string): readonly Problem[] {
  return [
    new AddressRefused(field),
    new WalletCredentialsInvalid(),
    new WalletCanSpend(['pay_invoice']),
    new WalletNetworkMismatch('testnet'),
    new WalletInvalidInvoice(),
    new WalletUnavailable(5),
    new WalletRateLimited(60),
  ];
}

function responseOf(status: number, problems: readonly Problem[]): Response {
  const slugs = problems.map(({ slug }) => slug);
  const waits = problems.some(({ headers }) => 'retry-after' in headers);
  const all = problems.every(({ headers }) => 'retry-after' in headers);
  const retryAfter = Object.fromEntries(
    Object.entries(retryAfterHeader).map(([name, header]) => [name, { ...header, required: all }]),
  );
  return {
    description: problems.map(({ slug, title }) => `\`${slug}\`: ${title}.`).join(' '),
    headers: {
      ...everyAnswer,
      ...rateLimitHeaders,
      ...(waits ? retryAfter : {}),
    },
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: problemSchema(status, slugs),
        examples: Object.fromEntries(
          problems.map((problem) => [
            problem.slug,
            {
              summary: problem.title,
              value: toProblemDocument(problem, {
                baseUrl: example.baseUrl,
                correlationId: example.correlationId,
              }),
            },
          ]),
        ),
      },
    },
  };
}

/**
 * The same answers, which may also end in these problems. What is described already stays as it is.
 */
export function withProblems(
  responses: Readonly<Record<string, Response>>,
  ...problems: readonly Problem[]
): Record<string, Response> {
  const extended = { ...responses };
  for (const [status, more] of Object.entries(problemResponses(...problems))) {
    const known = extended[status];
    extended[status] = known === undefined ? more : joined(Number(status), known, more);
  }
  return extended;
}

function joined(status: number, known: Response, more: Response): Response {
  const [before, after] = [known, more].map(({ content }) => content?.[PROBLEM_MEDIA_TYPE]?.examples ?? {});
  const examples = { ...after, ...before };
  const isNew = Object.keys(examples).length > Object.keys(before ?? {}).length;
  return {
    ...known,
    description: isNew ? `${known.description} ${more.description}` : known.description,
    content: {
      ...known.content,
      [PROBLEM_MEDIA_TYPE]: { schema: problemSchema(status, Object.keys(examples)), examples },
    },
  };
}

function problemSchema(status: number, slugs: readonly string[]): Schema {
  return { allOf: [ref('Problem'), { properties: { status: { const: status }, error: { enum: slugs } } }] };
}

/**
 * The error answers of an operation, one for each status, from the problems that it may end in. Of two occurrences of one
 * kind the first is the example.
 */
export function problemResponses(...problems: readonly Problem[]): Record<string, Response> {
  const byStatus = new Map<number, Problem[]>();
  for (const problem of problems) {
    const group = byStatus.get(problem.status) ?? [];
    if (group.some(({ slug }) => slug === problem.slug)) continue;
    byStatus.set(problem.status, [...group, problem]);
  }
  const statuses = [...byStatus.entries()].sort(([a], [b]) => a - b);
  return Object.fromEntries(statuses.map(([status, group]) => [String(status), responseOf(status, group)]));
}
