import { type Credential, PAID_HEADERS, parseCredential } from '@turnpike/http402';
import { PaidSignUp, SignInThrottle, type Visitor } from '@turnpike/members';
import { NotFound } from '@turnpike/problems';
import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { Access } from '../http/access.decorator.js';
import { PublicUrl } from '../http/public-url.js';
import { CurrentVisitor } from '../http/visitor.js';
import { SIGN_UP } from '../instance-sale/price-list.js';
import { type PaidAnswer, type PayerCall, Till, type Ware } from '../instance-sale/till.js';
import { SignUpWays } from './sign-up-ways.js';
import { PaidSignUpDto } from './sign-up.dto.js';

/** Long enough to send a paid credential again whose answer was lost. */
const TOKEN_SECONDS = 86_400;

/** Signing up for a payment, in one go and without a letter. */
@Controller('api/signup')
export class PaidSignUpController {
  constructor(
    private readonly till: Till,
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
    const answer = await this.answer(body, credential, visitor, { ip, protocol, reply });
    for (const [name, value] of answer.headers) void reply.header(name, value);
    if (!reply.hasHeader('content-type')) void reply.type('application/json');
    // As bytes, since Fastify would add a charset to the media type of an object, which JSON types do not have.
    await reply.code(answer.status).send(Buffer.from(JSON.stringify(answer.body)));
  }

  private async answer(
    { email, name }: PaidSignUpDto,
    credential: Credential | null,
    visitor: Visitor,
    call: PayerCall,
  ): Promise<PaidAnswer> {
    if (!this.ways.l402) throw new NotFound();
    const seller = await this.till.seller(credential !== null);
    const ware: Ware = {
      resource: SIGN_UP.pathPattern,
      priceSats: this.ways.priceSats,
      description: SIGN_UP.description,
      method: 'POST',
      tokenValiditySeconds: TOKEN_SECONDS,
    };
    const verdict = credential === null ? null : await this.till.judge(seller, ware, credential);
    if (verdict?.paymentHash != null && verdict.valid) {
      const body = await this.made(verdict.paymentHash, email, name ?? null);
      return { status: 200, headers: PAID_HEADERS, body };
    }
    if (verdict !== null && credential !== null) this.till.requireAskable(verdict, credential);
    // Before anything is charged. It tells who is registered, so whoever has not paid may ask but seldom.
    await this.throttle.address(visitor);
    await this.signUp.requireFree(email);
    const refused = verdict !== null && credential !== null ? { verdict, credential } : null;
    return this.till.ask(seller, ware, refused, call);
  }

  private async made(paymentHash: string, address: string, name: string | null): Promise<object> {
    const { merchant, apiKey, testApiKey } = await this.signUp.run(paymentHash, { email: address, name });
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
