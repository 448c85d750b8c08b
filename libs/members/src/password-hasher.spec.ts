import { ServiceUnavailable } from '@turnpike/problems';
import { PasswordHasher } from './password-hasher.js';

const PASSWORD = 'a long sentence of my own';

describe('PasswordHasher', () => {
  it('knows a password again by its hash, and no other', async () => {
    const hasher = new PasswordHasher();
    const stored = await hasher.hash(PASSWORD);
    expect(stored).toMatch(/^scrypt\$15\$8\$1\$/);
    expect(stored).not.toBe(await hasher.hash(PASSWORD));
    expect(await hasher.matches(PASSWORD, stored)).toBe(true);
    expect(await hasher.matches(`${PASSWORD}.`, stored)).toBe(false);
  });

  it('takes hashes of another cost, as an older version has made them', async () => {
    const stored = 'scrypt$10$8$1$AAAAAAAAAAAAAAAAAAAAAA$Vtz9Kd0yQw1gP1cOqcSO3bXkWj2v3wHq7S1eZ1QxV4M';
    expect(await new PasswordHasher().matches(PASSWORD, stored)).toBe(false);
  });

  it('says no to whatever is no hash, and to none, after the same work', async () => {
    const hasher = new PasswordHasher();
    for (const stored of [null, '', 'plain', 'scrypt$15$8$1$short$short']) {
      expect(await hasher.matches(PASSWORD, stored)).toBe(false);
    }
  });

  it('lets a bounded number wait, and turns the rest away', async () => {
    const hasher = new PasswordHasher();
    const stored = 'scrypt$10$8$1$AAAAAAAAAAAAAAAAAAAAAA$Vtz9Kd0yQw1gP1cOqcSO3bXkWj2v3wHq7S1eZ1QxV4M';
    const all = await Promise.allSettled(Array.from({ length: 70 }, () => hasher.matches(PASSWORD, stored)));
    const refused = all.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(70 - 2 - 64);
    expect((refused[0] as PromiseRejectedResult).reason).toBeInstanceOf(ServiceUnavailable);
    expect(await hasher.matches(PASSWORD, stored)).toBe(false);
  });
});
