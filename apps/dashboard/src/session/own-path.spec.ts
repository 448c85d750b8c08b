import { ownPath } from './own-path.js';

const origin = 'https://pay.example.com';

describe('the place to go on to after signing in', () => {
  it('is the page that was asked for, with its query', () => {
    expect(ownPath('/dashboard/challenges?status=paid#x', origin)).toBe('/challenges?status=paid#x');
  });

  it('is an invitation whose addressee had to sign in for it', () => {
    expect(ownPath('/dashboard/invitation', origin)).toBe('/invitation');
  });

  it.each([
    null,
    '',
    'https://evil.example/dashboard/x',
    '//evil.example/dashboard/x',
    '/\\evil.example/dashboard/x',
    '/dashboard//evil.example',
    '/dashboard/../..//evil.example',
    '/dashboard/\t/evil.example',
    'javascript:alert(1)',
    '/api/session',
    '/dashboardx/y',
    '/dashboard/sign-in?next=/dashboard/sign-in',
  ])('is the first page for whatever is none of ours: %s', (wanted) => {
    expect(ownPath(wanted, origin)).toBe('/');
  });
});
