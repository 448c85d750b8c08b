import { type Author } from '@turnpike/audit';
import { parseCredential } from '@turnpike/http402';
import { type Principal } from '@turnpike/merchants';
import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { Access } from '../http/access.decorator.js';
import { CurrentAuthor } from '../http/author.js';
import { CurrentPrincipal } from '../http/principal.js';
import { setHeaderLines } from '../http/header-lines.js';
import { BuyPlanDto } from './buy-plan.dto.js';
import { PlanSale } from './plan-sale.js';

/** Buying a plan; where it stands is read with the account. */
@Controller('api/merchant/subscription')
export class SubscriptionController {
  constructor(private readonly sale: PlanSale) {}

  /** Without a paid credential 402 with a challenge; with one, a month of the plan. */
  @Post()
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', role: 'owner' })
  async buy(
    @CurrentPrincipal() principal: Principal,
    @Body() body: BuyPlanDto,
    @CurrentAuthor() by: Author,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const credential = parseCredential(request.raw.headersDistinct);
    const answer = await this.sale.answer(principal, body.planId, credential, {
      protocol: request.protocol,
      by,
    });
    setHeaderLines(reply, answer.headers);
    // As bytes, since Fastify would add a charset to the media type of an object, which JSON types do not have.
    const isPaid = answer.status === 200;
    await reply.code(answer.status).send(isPaid ? answer.body : Buffer.from(JSON.stringify(answer.body)));
  }
}
