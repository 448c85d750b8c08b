import { limits } from '@turnpike/config';
import { ServiceUnavailable } from '@turnpike/problems';

/** What the work gives; throws `ServiceUnavailable` if that takes longer. The work goes on, and nobody waits for it. */
export async function answerInTime<T>(millis: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ServiceUnavailable(limits.serviceUnavailableRetrySeconds)), millis);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
