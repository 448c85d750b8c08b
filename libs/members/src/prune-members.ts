import { Injectable } from '@nestjs/common';
import { InvitationRepository } from './invitation.repository.js';
import { LinkRepository } from './link.repository.js';
import { memberBounds } from './member-bounds.js';
import { SessionRepository } from './session.repository.js';

/** Deletes sessions, links and invitations that are over. */
@Injectable()
export class PruneMembers {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly links: LinkRepository,
    private readonly invitations: InvitationRepository,
  ) {}

  /** One batch of each; returns how many rows went. */
  async run(now: Date): Promise<number> {
    let deleted = 0;
    for (const one of [this.sessions, this.links, this.invitations]) {
      deleted += await one.prune(now, memberBounds.pruneBatchMax);
    }
    return deleted;
  }
}
