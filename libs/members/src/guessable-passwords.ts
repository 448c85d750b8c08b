/** Passwords of 12 characters or more that everybody tries first; in lower case. */
const COMMON: ReadonlySet<string> = new Set([
  '123456789012',
  '1234567890123',
  '12345678901234',
  '123456789012345',
  '1234567890123456',
  '1q2w3e4r5t6y',
  '1q2w3e4r5t6y7u8i',
  '1qaz2wsx3edc',
  '1qaz2wsx3edc4rfv',
  'administrator',
  'administrator1',
  'changeme1234',
  'changemeplease',
  'correcthorsebatterystaple',
  'iloveyou1234',
  'letmein12345',
  'letmeinplease',
  'passw0rd1234',
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'qazwsxedcrfv',
  'qwerty123456',
  'qwertyqwerty',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiop[]',
  'qwertyuiopasdfgh',
  'qwertyuiopasdfghjkl',
  'secret123456',
  'testtesttest',
  'welcome12345',
  'welcomewelcome',
]);

const RUNS = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm'];

/** Whether somebody who guesses would try this among the first: a common one, a run of the keyboard, or few characters over. */
export function isGuessable(password: string): boolean {
  const plain = password.toLowerCase();
  if (COMMON.has(plain) || new Set(plain).size < 4) return true;
  const backwards = Array.from(plain).reverse().join('');
  return RUNS.some((run) => run.includes(plain) || run.includes(backwards));
}
