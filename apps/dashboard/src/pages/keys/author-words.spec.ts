import type { ApiKey } from '../../api/shapes/api-keys.js';
import type { Member } from '../../api/shapes/members.js';
import { authorWords } from './author-words.js';

const ada: Member = {
  userId: 'usr_1',
  email: 'ada@weather.example',
  name: 'Ada',
  role: 'owner',
  joinedAt: '2030-01-01T00:00:00Z',
  lastSeenAt: null,
  totpEnabled: false,
};
const server: ApiKey = {
  id: 'key_1',
  label: 'web server',
  mode: 'test',
  scopes: ['merchant:admin'],
  prefix: 'tp_test_abcd',
  createdAt: '2030-01-01T00:00:00Z',
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
  createdBy: 'usr_1',
};

describe('who made a key', () => {
  it.each([
    ['usr_1', 'Ada'],
    ['usr_2', 'somebody who is no member'],
    ['key_1', 'the key web server'],
    ['key_2', 'another key'],
    ['admin_key', 'the operator'],
    ['turnpike', 'Turnpike'],
    [null, 'not known'],
  ])('%s is said to be %s', (createdBy, words) => {
    expect(authorWords(createdBy, [ada], [server])).toBe(words);
  });
});
