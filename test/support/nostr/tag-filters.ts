/** The filters of a client's subscriptions, as far as they are about tags: the relay library looks only at the rest. */
export class TagFilters {
  private readonly filters = new Map<string, readonly Record<string, unknown>[]>();

  /** Remembers a subscription (REQ). */
  note([type, id, ...filters]: readonly unknown[]): void {
    if (type === 'REQ') this.filters.set(String(id), filters as Record<string, unknown>[]);
  }

  /** Whether a message may go to the client: events only with the tags that were asked for. */
  lets([type, id, event]: readonly unknown[]): boolean {
    if (type !== 'EVENT') return true;
    const { tags } = event as { tags: string[][] };
    const hasTags = (filter: Record<string, unknown>): boolean =>
      Object.entries(filter)
        .filter(([name]) => name.startsWith('#'))
        .every(([name, values]) =>
          tags.some(([tag, value = '']) => tag === name.slice(1) && (values as string[]).includes(value)),
        );
    return this.filters.get(String(id))?.some(hasTags) ?? true;
  }
}
