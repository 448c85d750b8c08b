import { type Credential, paidHeaders, parseCredential } from '@turnpike/http402';
import { PaidSignUp, SignInThrottle, type Visitor } from '@turnpike/members';
import { type Author } from '@turnpike/audit';
import { InternalError, NotFound } from '@turnpike/problems';
import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { Access } from '../http/access.decorator.js';
import { authorOfStranger } from '../http/author.js';
import { PublicUrl } from '../http/public-url.js';
import { CurrentVisitor } from '../http/visitor.js';
import { setHeaderLines } from '../http/header-lines.js';
import { ChallengeAllowance } from '../instance-sale/challenge-allowance.js';
import { SIGN_UP } from '../instance-sale/price-list.js';
import { type PaidAnswer, type PayerCall } from '../instance-sale/ping.js';
import { type Sale, Till } from '../instance-sale/till.js';
import { SignUpWays } from './sign-up-ways.js';
import { PaidSignUpDto } from './sign-up.dto.js';

/** Long enough to send a paid credential again whose answer was lost. */
const TOKEN_SECONDS = 86_400;

/** Signing up for a payment, in one go and without a letter. */
@Controller('api/signup')
export class PaidSignUpController {
  constructor(
    private readonly till: Till,
    private readonly allowance: ChallengeAllowance,
    private readonly ways: SignUpWays,
    private readonly signUp: PaidSignUp,
    private readonly throttle: SignInThrottle,
    private readonly publicUrl: PublicUrl,
  ) {}

  /** Makes a merchant for a good credential, else asks for payment. */
  @Post('l402')
  @Access({ kind: 'public', limit: 'publicRead' })
  async pay(
    @Body() body: PaidSignUpDto,
    @CurrentVisitor() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const credential = parseCredential(request.raw.headersDistinct);
    const { ip, protocol } = request;
    const by = authorOfStranger(request);
    const answer = await this.answer(body, credential, visitor, { ip, protocol, reply }, by);
    setHeaderLines(reply, answer.headers);
    if (!reply.hasHeader('content-type')) void reply.type('application/json');
    // As bytes, since Fastify would add a charset to the media type of an object, which JSON types do not have.
    await reply.code(answer.status).send(Buffer.from(JSON.stringify(answer.body)));
  }

  private async answer(
    { email, name }: PaidSignUpDto,
    credential: Credential | null,
    visitor: Visitor,
    { ip, protocol, reply }: PayerCall,
    by: Author,
  ): Promise<PaidAnswer> {
    if (!this.ways.l402) throw new NotFound();
    const sale: Sale = {
      resource: SIGN_UP.pathPattern,
      priceSats: this.ways.priceSats,
      // Whatever an account costs by now: what was asked for then has been paid.
      minAmountSats: 1,
      description: SIGN_UP.description,
      method: 'POST',
      payer: null,
      tokenValiditySeconds: TOKEN_SECONDS,
      isKnownByPayment: true,
    };
    const outcome = await this.till.take(sale, credential, {
      protocol,
      beforeAsking: async () => {
        // Before anything is charged. It tells who is registered, so whoever has not paid may ask but seldom.
        await this.throttle.address(visitor);
        await this.signUp.requireFree(email);
        await this.allowance.take(ip, reply);
      },
    });
    if ('asked' in outcome) return { status: 402, ...outcome.asked };
    const { paymentHash, mppReceipt } = outcome.paid;
    if (paymentHash === null) throw new InternalError();
    // Whoever has paid can still ask for one address after the other.
    await this.throttle.address(visitor);
    const wish = { email, name: name ?? null, publicUrl: this.publicUrl.value };
    return { status: 200, headers: paidHeaders(mppReceipt), body: await this.made(paymentHash, wish, by) };
  }

  private async made(
    paymentHash: string,
    wish: Parameters<PaidSignUp['run']>[1],
    by: Author,
  ): Promise<object> {
    const { merchant, apiKey, testApiKey } = await this.signUp.run(paymentHash, wish, by);
    const { merchantId, email, planTier, subscriptionStatus, trialEndsAt } = merchant;
    return {
      status: 'active',
      merchantId,
      apiKey,
      testApiKey,
      email,
      planTier,
      subscriptionStatus,
      trialEndsAt,
      dashboardUrl: `${this.publicUrl.value}/dashboard`,
    };
  }
}
