/** Waits so long, in any runtime, and keeps no process alive where its timers can be let go. */
export function pause(millis: number): Promise<void> {
  return new Promise((fulfil) => {
    const timer: { unref?(): unknown } = setTimeout(fulfil, millis);
    timer.unref?.();
  });
}
