import { Body, Controller, Get, HttpCode, Param, Post, Query as QueryOf } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import { cursorOfPlace, EventLog, placeOfCursor } from '@turnpike/events';
import type { Principal } from '@turnpike/merchants';
import { ValidationFailed } from '@turnpike/problems';
import { SendAgain } from '@turnpike/webhooks';
import type { Query } from '../challenges/page.query.js';
import { Access } from '../http/access.decorator.js';
import { CurrentAuthor } from '../http/author.js';
import { CurrentPrincipal } from '../http/principal.js';
import { eventView } from './event-view.js';
import type { EventView } from './event-view.js';
import { readKeysetPage, wrongCursor } from './keyset-page.query.js';
import { ReplayEventDto } from './replay-event.dto.js';

/** The answer of `GET /api/merchant/events`. */
interface EventList {
  readonly events: readonly EventView[];
  readonly nextCursor: string | null;
}

const TYPE_CHARS_MAX = 64;

/** What happened to a merchant, in the mode of the caller. */
@Controller('api/merchant/events')
export class EventsController {
  constructor(
    private readonly log: EventLog,
    private readonly sendAgain: SendAgain,
  ) {}

  /** One page of the log, newest first; of one type, if that is asked for. */
  @Get()
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read' })
  async list(@CurrentPrincipal() principal: Principal, @QueryOf() query: Query): Promise<EventList> {
    const { limit, cursor } = readKeysetPage(query);
    const before = cursor === null ? null : placeOfCursor(cursor);
    if (cursor !== null && before === null) throw wrongCursor();
    const { events, next } = await this.log.list(principal, { type: readType(query), before, limit });
    return { events: events.map(eventView), nextCursor: next === null ? null : cursorOfPlace(next) };
  }

  /** Sends an event again, to all webhooks that want it or to one. */
  @Post(':id/replay')
  @HttpCode(202)
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write' })
  async replay(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Body() { endpointId }: ReplayEventDto,
    @CurrentAuthor() by: Author,
  ): Promise<{ readonly deliveries: number }> {
    return { deliveries: await this.sendAgain.replay(principal, id, endpointId ?? null, by) };
  }
}

/** Absent or empty: every type. */
function readType({ type = '' }: Query): string | null {
  if (typeof type !== 'string' || type.length > TYPE_CHARS_MAX) {
    throw new ValidationFailed({ type: ['type must be the name of one event'] });
  }
  return type === '' ? null : type;
}
