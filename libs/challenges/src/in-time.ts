/** The outcome of the work or, if it takes longer, what `late` gives; the work then goes on unheard. */
export async function inTime<T>(work: Promise<T>, millis: number, late: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late()), millis);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
