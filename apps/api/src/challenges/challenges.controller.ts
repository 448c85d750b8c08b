import {
  type ChallengeDetail,
  type ChallengePage,
  ChallengeReader,
  MintChallenge,
  type MintedChallenge,
  RevokeChallenge,
  UseListing,
  type UsePage,
} from '@turnpike/challenges';
import { type Env, ENV } from '@turnpike/config';
import { type Principal } from '@turnpike/merchants';
import { ValidationFailed } from '@turnpike/problems';
import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';

import { Access } from '../http/access.decorator.js';
import { CurrentPrincipal } from '../http/principal.js';
import { readIdempotencyKey } from './idempotency-key.js';
import { MintChallengeDto, toMintRequest } from './mint-challenge.dto.js';
import { type Query as PageQuery, readPage, readStatus } from './page.query.js';

/** `/api/l402/challenges`: mint, list, get, revoke, and a challenge's uses. Verify is a route of its own. */
@Controller('api/l402/challenges')
export class ChallengesController {
  constructor(
    private readonly minting: MintChallenge,
    private readonly reader: ChallengeReader,
    private readonly revoking: RevokeChallenge,
    private readonly uses: UseListing,
    @Inject(ENV) private readonly env: Env,
  ) {}

  @Post()
  @HttpCode(200)
  @Access({ kind: 'key', scopes: ['challenges:write'], limit: 'mint', sessions: true })
  async mint(
    @CurrentPrincipal() principal: Principal,
    @Body() body: MintChallengeDto,
    @Headers('x-idempotency-key') idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MintedChallenge> {
    if (body.priceSats > this.env.priceSatsMax) {
      throw new ValidationFailed({
        priceSats: [`priceSats must not be greater than ${String(this.env.priceSatsMax)}`],
      });
    }
    const result = await this.minting.run(principal, toMintRequest(body), readIdempotencyKey(idempotencyKey));
    if (result.replayed) void reply.header('x-idempotency-replayed', 'true');
    return result.challenge;
  }

  @Get()
  @Access({ kind: 'key', scopes: ['challenges:read'], limit: 'read', sessions: true })
  list(@CurrentPrincipal() principal: Principal, @Query() query: PageQuery): Promise<ChallengePage> {
    const { limit, offset } = readPage(query);
    return this.reader.list(principal, readStatus(query), limit, offset);
  }

  @Get(':paymentHash')
  @Access({ kind: 'key', scopes: ['challenges:read'], limit: 'read', sessions: true })
  get(
    @CurrentPrincipal() principal: Principal,
    @Param('paymentHash') paymentHash: string,
  ): Promise<ChallengeDetail> {
    return this.reader.get(principal, paymentHash);
  }

  @Post(':paymentHash/revoke')
  @HttpCode(200)
  @Access({ kind: 'key', scopes: ['challenges:write'], limit: 'write', sessions: true })
  revoke(
    @CurrentPrincipal() principal: Principal,
    @Param('paymentHash') paymentHash: string,
  ): Promise<ChallengeDetail> {
    return this.revoking.run(principal, paymentHash);
  }

  @Get(':paymentHash/uses')
  @Access({ kind: 'key', scopes: ['challenges:read'], limit: 'read', sessions: true })
  listUses(
    @CurrentPrincipal() principal: Principal,
    @Param('paymentHash') paymentHash: string,
    @Query() query: PageQuery,
  ): Promise<UsePage> {
    const { limit, offset } = readPage(query);
    return this.uses.list(principal, paymentHash, limit, offset);
  }
}
