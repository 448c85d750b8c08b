import { Injectable } from '@nestjs/common';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { eventBody, EventLog, EVENTS_HEARD_MAX } from '@turnpike/events';
import type { EventPlace, PlacedEvent } from '@turnpike/events';
import type { Tenant } from '@turnpike/l402';
import { MerchantChanges } from '@turnpike/merchants';
import { Logger, Metrics } from '@turnpike/observability';
import { RateLimited } from '@turnpike/problems';
import { Shutdown } from '../http/shutdown.js';
import { streamBounds } from './stream-bounds.js';
import type { StreamBounds } from './stream-bounds.js';

/** Who reads a stream. */
export interface StreamReader {
  /** Sends text, or keeps it until the reader takes it. */
  write(text: string): void;
  /** Bytes that the reader has not taken. */
  readonly waitingBytes: number;
  /** Ends the stream; at once, if what waits is not worth waiting for. */
  end(atOnce: boolean): void;
  /** Whether the reader may still hear. */
  mayHear(): boolean | Promise<boolean>;
}

interface Stream extends Tenant {
  readonly reader: StreamReader;
  readonly endsAtMillis: number;
  place: EventPlace;
  wroteAtMillis: number;
}

/**
 * The streams of events that this process serves. What is new is asked for once for all of them, every second and only while
 * there are any; each gets every event of its tenant once, in the order of commits. A stream ends when its time is over, its
 * merchant changed, its reader is too slow or may hear no more, or the process ends.
 */
@Injectable()
export class EventStreams implements OnModuleInit, OnModuleDestroy {
  protected readonly bounds: StreamBounds = streamBounds;
  private readonly streams = new Set<Stream>();
  private timer: NodeJS.Timeout | null = null;
  private asking = false;
  private failed = false;

  constructor(
    private readonly log: EventLog,
    private readonly changes: MerchantChanges,
    private readonly shutdown: Shutdown,
    private readonly clock: Clock,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    metrics.gauge('event_streams', 'Streams of events that this process serves.', () => this.streams.size);
  }

  /** Whoever may hear no more is to hear nothing more: a change of a merchant ends its streams, and they are begun anew. */
  async onModuleInit(): Promise<void> {
    await this.changes.onChange((merchantId) => {
      for (const stream of this.streams) if (stream.merchantId === merchantId) this.end(stream, false);
    });
  }

  /** Ends every stream. */
  onModuleDestroy(): void {
    for (const stream of this.streams) this.end(stream, true);
  }

  /** How many there are. */
  get size(): number {
    return this.streams.size;
  }

  /** Where a stream is to begin: behind the event that was heard last, if it is of the last day, else behind all there is. */
  async placeFor(tenant: Tenant, lastEventId: string | null): Promise<EventPlace> {
    this.requireRoom(tenant);
    const last = lastEventId === null ? null : await this.log.find(tenant, lastEventId);
    const oldest = this.clock.now().getTime() - this.bounds.resumeSeconds * 1000;
    return last !== null && last.occurredAt.getTime() >= oldest ? last : this.log.end();
  }

  /** Begins a stream; answers what to call when its reader has gone. Throws `RateLimited` where there are too many. */
  begin({ merchantId, mode }: Tenant, place: EventPlace, reader: StreamReader): () => void {
    this.requireRoom({ merchantId, mode });
    const now = performance.now();
    const { lifeMillis, retryMillis } = this.bounds;
    const stream: Stream = {
      ...{ merchantId, mode, place, reader },
      ...{ endsAtMillis: now + lifeMillis, wroteAtMillis: now },
    };
    this.streams.add(stream);
    reader.write(`retry: ${String(retryMillis)}\n\n`);
    this.wait();
    return () => {
      this.streams.delete(stream);
    };
  }

  private requireRoom({ merchantId }: Tenant): void {
    const { perProcessMax, perMerchantMax } = this.bounds;
    let held = 0;
    for (const stream of this.streams) if (stream.merchantId === merchantId) held += 1;
    if (held < perMerchantMax && this.streams.size < perProcessMax) return;
    throw new RateLimited({
      detail: `There are too many streams; a merchant may have ${String(perMerchantMax)}.`,
      limit: perMerchantMax,
      windowSeconds: 60,
      retryAfterSeconds: 5,
    });
  }

  private wait(): void {
    if (this.timer !== null || this.asking || this.streams.size === 0) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.tick();
    }, this.bounds.pollMillis);
    this.timer.unref();
  }

  private async tick(): Promise<void> {
    this.asking = true;
    try {
      this.endThoseThatAreOver();
      await this.endThoseThatMayNot();
      for (let n = 0; n < this.bounds.catchUpsMax && (await this.hear()); n += 1);
      this.failed = false;
    } catch (error) {
      // The streams stand; what they miss they hear when the database is back.
      if (!this.failed) this.logger.warn({ err: error }, 'cannot ask for events; trying again');
      this.failed = true;
    } finally {
      this.asking = false;
    }
    this.comment();
    this.wait();
  }

  private endThoseThatAreOver(): void {
    const now = performance.now();
    for (const stream of this.streams) {
      if (this.shutdown.isUnderWay || now >= stream.endsAtMillis) this.end(stream, false);
    }
  }

  private async endThoseThatMayNot(): Promise<void> {
    for (const stream of [...this.streams]) {
      if (!(await stream.reader.mayHear())) this.end(stream, false);
    }
  }

  /** Gives every stream what it has not heard; true if one may have more to hear. */
  private async hear(): Promise<boolean> {
    const asked = [...this.streams];
    if (asked.length === 0) return false;
    const places = asked.map(({ merchantId, mode, place: { xid, id } }) => ({ merchantId, mode, xid, id }));
    const heard = await this.log.hear(places);
    let isMore = false;
    for (const [n, stream] of asked.entries()) {
      const events = heard[n] ?? [];
      if (this.streams.has(stream)) this.tell(stream, events);
      isMore ||= events.length === EVENTS_HEARD_MAX;
    }
    return isMore;
  }

  private tell(stream: Stream, events: readonly PlacedEvent[]): void {
    const last = events.at(-1);
    if (last === undefined) return;
    this.write(stream, events.map(messageOf).join(''));
    stream.place = { xid: last.xid, id: last.id };
  }

  private comment(): void {
    const now = performance.now();
    for (const stream of this.streams) {
      if (now - stream.wroteAtMillis >= this.bounds.commentMillis) this.write(stream, ': \n\n');
    }
  }

  private write(stream: Stream, text: string): void {
    stream.reader.write(text);
    stream.wroteAtMillis = performance.now();
    if (stream.reader.waitingBytes > this.bounds.waitingBytesMax) this.end(stream, true);
  }

  private end(stream: Stream, atOnce: boolean): void {
    if (this.streams.delete(stream)) stream.reader.end(atOnce);
  }
}

/** An event as the HTML standard has it in a stream. Its body has no line break. */
function messageOf(event: PlacedEvent): string {
  return `id: ${event.eventId}\nevent: ${event.type}\ndata: ${eventBody(event)}\n\n`;
}
