import { ServiceUnavailable } from '@turnpike/problems';
import { answerInTime } from './answer-in-time.js';

describe('answerInTime', () => {
  it('gives what the work gives, or fails as it fails', async () => {
    expect(await answerInTime(60_000, Promise.resolve(5))).toBe(5);
    await expect(answerInTime(60_000, Promise.reject(new RangeError('a')))).rejects.toThrow(RangeError);
  });

  it('waits no longer than it may, and hears of no failure after that', async () => {
    let fail: (error: Error) => void = () => undefined;
    const endless = new Promise<never>((_resolve, reject) => (fail = reject));
    await expect(answerInTime(1, endless)).rejects.toThrow(ServiceUnavailable);
    fail(new Error('too late for anybody'));
  });
});
