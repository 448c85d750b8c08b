/** A queue or worker of BullMQ that has been made and may not be usable yet. */
export interface Opening {
  waitUntilReady(): Promise<unknown>;
  close(force?: boolean): Promise<void>;
}

/**
 * Waits until it can be used. What cannot is closed and the reason thrown: BullMQ remembers a failed beginning for ever,
 * so it must be made anew.
 */
export async function opened(source: Opening): Promise<void> {
  try {
    await source.waitUntilReady();
  } catch (error) {
    await source.close(true).catch(() => undefined);
    throw error;
  }
}
