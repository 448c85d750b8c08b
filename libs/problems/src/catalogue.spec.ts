import * as problems from './index.js';
import { catalogue, findProblemKind, Problem } from './index.js';

const standing = { currentPlan: 'free', upgradeUrl: null };

/** One occurrence of every class; a class that is missing here fails the first test. */
const occurrences: readonly Problem[] = [
  new problems.MalformedRequest(),
  new problems.RequestTimeout(),
  new problems.ExpectationFailed(),
  new problems.HeadersTooLarge(),
  new problems.MalformedJson(),
  new problems.ValidationFailed({ a: ['a is wrong.'] }),
  new problems.InvalidStatusFilter(),
  new problems.PathRefused(),
  new problems.EndpointExists('x'),
  new problems.NotFound(),
  new problems.MethodNotAllowed(['GET']),
  new problems.PayloadTooLarge(1),
  new problems.UnsupportedMediaType(),
  new problems.MissingApiKey(),
  new problems.InvalidApiKey(),
  new problems.InvalidSignature(),
  new problems.L402NotEnabled('free'),
  new problems.ScopeMissing('challenges:write', 'free'),
  new problems.TestModeOnly('free'),
  new problems.OriginRefused(),
  new problems.LiveModeOnly(),
  new problems.MissingSession(),
  new problems.InvalidCredentials(),
  new problems.SecondFactorRequired(),
  new problems.RoleMissing('owner'),
  new problems.LastOwner(),
  new problems.RecentSignInRequired(),
  new problems.MerchantMadeByPayment(),
  new problems.SignInFirst('a@example.com'),
  new problems.RateLimited({ limit: 1, windowSeconds: 60, retryAfterSeconds: 2 }),
  new problems.PlanEndpointLimit(standing, 3),
  new problems.PlanPriceLimit(standing, 1),
  new problems.PlanVolumeLimit(standing, 1),
  new problems.PlanProxyLimit(standing, 1),
  new problems.PlanFeatureDisabled(standing, 'the registry'),
  new problems.IdempotencyKeyReuse(),
  new problems.IdempotencyInProgress(),
  new problems.UseStateConflict('released'),
  new problems.SandboxInvoiceExpired(),
  new problems.SandboxInvoicePaid(),
  new problems.EmailTaken(),
  new problems.SignupEmailMismatch(),
  new problems.EndpointRetired('/a'),
  new problems.ChallengePersistFailed(),
  new problems.AddressRefused('url'),
  new problems.WalletCredentialsInvalid(),
  new problems.WalletCanSpend(['spend']),
  new problems.WalletNetworkMismatch('regtest'),
  new problems.WalletNotConfigured(),
  new problems.WalletInUse(),
  new problems.WalletInvalidInvoice(),
  new problems.WalletUnavailable(5),
  new problems.WalletRateLimited(5),
  new problems.WebhookDisabled(),
  new problems.InternalError(),
  new problems.UpstreamUnreachable(),
  new problems.UpstreamTimeout(),
  new problems.ServiceUnavailable(1),
  new problems.VerificationUnavailable('not_settled', 1),
];

const classNames = Object.entries(problems)
  .filter(([, value]) => typeof value === 'function' && value.prototype instanceof Problem)
  .map(([name]) => name);

const inPascalCase = (slug: string): string =>
  slug.replace(/(^|_)([a-z0-9])/g, (_all, _mark, letter: string) => letter.toUpperCase());

describe('the catalogue of problems', () => {
  it('has a class for every entry, named after its slug', () => {
    expect(catalogue.map((kind) => inPascalCase(kind.slug)).sort()).toEqual([...classNames].sort());
  });

  it('has an entry for every class, and each class answers with its own', () => {
    expect(occurrences.map((problem) => problem.constructor.name).sort()).toEqual([...classNames].sort());
    for (const problem of occurrences) {
      expect(inPascalCase(problem.slug)).toBe(problem.constructor.name);
      expect(findProblemKind(problem.slug)).toBe(problem.kind);
    }
  });

  it('names no slug twice and gives each a status, a title and a text of at least one sentence', () => {
    expect(new Set(catalogue.map((kind) => kind.slug)).size).toBe(catalogue.length);
    for (const kind of catalogue) {
      expect(kind.status).toBeGreaterThanOrEqual(400);
      expect(kind.title).toMatch(/^[A-Z].*[^.]$/);
      expect(kind.text).toMatch(/^[A-Z`].*\.$/);
    }
  });

  it('says when to come back with every 503', () => {
    const unavailable = occurrences.filter((problem) => problem.status === 503);
    expect(unavailable).toHaveLength(4);
    for (const problem of unavailable) expect(problem.headers['retry-after']).toMatch(/^\d+$/);
  });

  it('carries the current plan with every 403 that mint and verify can answer to a key', () => {
    const others = ['recent_sign_in_required', 'origin_refused', 'role_missing', 'live_mode_only'];
    const forbidden = occurrences.filter((problem) => problem.status === 403);
    for (const problem of forbidden.filter((one) => !others.includes(one.slug))) {
      expect(problem.members['current_plan']).toBe('free');
    }
  });
});
