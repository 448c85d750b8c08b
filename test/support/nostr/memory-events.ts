import { EventRepository, type Event, type Filter } from '@nostr-relay/common';
import { EventUtils } from '@nostr-relay/common';

/** The events that a relay keeps, in memory: of each author and kind the newest. Ephemeral ones never come here. */
export class MemoryEvents extends EventRepository {
  private readonly events = new Map<string, Event>();

  override isSearchSupported(): boolean {
    return false;
  }

  override upsert(event: Event): { isDuplicate: boolean } {
    const place = `${event.kind}:${event.pubkey}`;
    const kept = this.events.get(place);
    if (kept !== undefined && kept.created_at > event.created_at) return { isDuplicate: true };
    this.events.set(place, event);
    return { isDuplicate: false };
  }

  override find(filter: Filter): Event[] {
    return [...this.events.values()].filter((event) => EventUtils.isMatchingFilter(event, filter));
  }

  override destroy(): Promise<void> {
    this.events.clear();
    return Promise.resolve();
  }
}
