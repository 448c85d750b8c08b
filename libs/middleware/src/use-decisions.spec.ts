import { L402ApiError, L402AuthError } from '@turnpike/server-sdk';

import { MIDDLEWARE_BOUNDS } from './middleware-bounds.js';
import { ScriptedBroker } from './scripted-broker.fake.js';
import { UseDecisions } from './use-decisions.js';

const QUESTION = { macaroon: 'AgEL', preimage: 'ab', resource: '/r', requestId: 'r-1', reserve: true };
const AWAY = new Error('away');

let broker: ScriptedBroker;
let heard: unknown[];
let uses: UseDecisions;

beforeEach(() => {
  jest.useFakeTimers();
  broker = new ScriptedBroker();
  heard = [];
  uses = new UseDecisions(broker, (error) => heard.push(error));
});

afterEach(() => {
  jest.useRealTimers();
});

/** Has the broker fail so many times, with an error, whatever it is asked. */
function failing(times: number, error: unknown): void {
  const { verify } = broker;
  let left = times;
  const fail = (): void => {
    left -= 1;
    if (left >= 0) throw error;
  };
  broker.decide = fail;
  broker.verify = (args) => {
    fail();
    return verify(args);
  };
}

const ended = async (work: Promise<void>): Promise<void> => {
  await jest.runAllTimersAsync();
  await work;
};

describe('what becomes of a reserved use', () => {
  it.each([true, false])('is told again to a broker that failed once (served: %p)', async (served) => {
    failing(1, AWAY);
    await ended(uses.decide('use_1', served));
    const told = served ? 'commit use_1' : 'release use_1';
    expect([broker.decided, heard]).toEqual([[told, told], []]);
  });

  it('is found out again, by the same request id, where the answer was lost and the broker failed once more', async () => {
    failing(1, AWAY);
    await ended(uses.giveBack(QUESTION, AWAY));
    expect(broker.verified).toEqual([QUESTION, QUESTION]);
    expect([broker.decided, heard]).toEqual([['release use_1'], []]);
  });

  it('is given up after so many tries, of which the seller hears once, and fails nothing', async () => {
    failing(100, AWAY);
    await ended(uses.decide('use_1', true));
    expect(broker.decided).toHaveLength(MIDDLEWARE_BOUNDS.decisionTriesMax);
    expect(heard).toEqual([AWAY]);
  });

  it.each([
    new L402AuthError('no', { statusCode: 401, responseBody: null }),
    new L402ApiError('no', { statusCode: 404, responseBody: null }),
    new L402ApiError('no', { statusCode: 409, responseBody: null }),
  ])('is not asked for again where the broker refused: %p', async (refused) => {
    failing(100, refused);
    await ended(uses.decide('use_1', false));
    await ended(uses.giveBack(QUESTION, refused));
    expect([broker.decided, broker.verified, heard]).toEqual([['release use_1'], [], [refused]]);
  });

  it.each([429, 500, 503])('is asked for again where the broker cannot for now: %i', async (statusCode) => {
    failing(1, new L402ApiError('later', { statusCode, responseBody: null }));
    await ended(uses.decide('use_1', false));
    expect(broker.decided).toHaveLength(2);
  });

  it('is tried again for so many at a time only', async () => {
    failing(Number.POSITIVE_INFINITY, AWAY);
    const { decisionsUnderWayMax } = MIDDLEWARE_BOUNDS;
    const all = Array.from({ length: decisionsUnderWayMax + 1 }, (_, at) => uses.decide(`use_${at}`, true));
    await jest.advanceTimersByTimeAsync(0);
    expect(heard.length).toBe(1);
    await jest.runAllTimersAsync();
    await Promise.all(all);
    expect(broker.decided).toHaveLength(1 + decisionsUnderWayMax * MIDDLEWARE_BOUNDS.decisionTriesMax);
  });

  it('keeps no process alive meanwhile', async () => {
    jest.useRealTimers();
    const timers = (): number => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
    const before = timers();
    failing(1, AWAY);
    void uses.decide('use_1', true);
    await new Promise((resolve) => setImmediate(resolve));
    expect([broker.decided.length, timers()]).toEqual([1, before]);
  });
});
