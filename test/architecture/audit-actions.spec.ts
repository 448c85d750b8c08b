import { AUDIT_ACTIONS } from '@turnpike/audit';
import { knownActions } from '../../apps/dashboard/src/pages/audit/action-words.js';

describe('the log of changes', () => {
  it('has words in the dashboard for all that it may hold, and for nothing else', () => {
    expect(Object.keys(knownActions).sort()).toEqual([...AUDIT_ACTIONS].sort());
  });
});
