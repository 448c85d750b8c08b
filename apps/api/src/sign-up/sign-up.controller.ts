import { Body, Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { VERSION } from '@turnpike/config';
import { Mailbox } from '@turnpike/mail';
import { SignUp } from '@turnpike/members';
import type { Visitor } from '@turnpike/members';
import { Plans } from '@turnpike/merchants';
import { NotFound } from '@turnpike/problems';
import type { FastifyReply } from 'fastify';
import { Access } from '../http/access.decorator.js';
import { PublicUrl } from '../http/public-url.js';
import { CurrentVisitor } from '../http/visitor.js';
import { SessionDesk } from '../session/session-desk.js';
import { SignUpWays } from './sign-up-ways.js';
import { SignUpDto } from './sign-up.dto.js';

/** The answer of `GET /api/instance`. */
export interface InstanceView {
  readonly name: string;
  readonly version: string;
  readonly publicUrl: string;
  readonly signup: { readonly free: boolean; readonly l402: boolean; readonly l402PriceSats: number };
  readonly mail: 'smtp' | 'outbox';
  readonly plansOffered: boolean;
}

/** What a stranger may know, and signing up by a letter. */
@Controller('api')
export class SignUpController {
  constructor(
    private readonly signUp: SignUp,
    private readonly ways: SignUpWays,
    private readonly desk: SessionDesk,
    private readonly mailbox: Mailbox,
    private readonly plans: Plans,
    private readonly publicUrl: PublicUrl,
  ) {}

  /** What pages must know before anybody has signed in. */
  @Get('instance')
  @Access({ kind: 'public', limit: 'publicRead' })
  instance(): InstanceView {
    const { free, l402, priceSats } = this.ways;
    return {
      name: 'Turnpike',
      version: VERSION,
      publicUrl: this.publicUrl.value,
      signup: { free, l402, l402PriceSats: priceSats },
      mail: this.mailbox.kind,
      plansOffered: this.plans.areSold,
    };
  }

  /** Mails a link; the answer is the same whether there is such an account. */
  @Post('signup')
  @HttpCode(202)
  @Access({ kind: 'public', limit: 'publicRead', ownOrigin: true })
  async begin(
    @Body() { email, name, password }: SignUpDto,
    @CurrentVisitor() visitor: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (!this.ways.free) throw new NotFound();
    const wish = { email, name, password: password ?? null, publicUrl: this.publicUrl.value };
    const { binding } = await this.signUp.run(wish, visitor);
    this.desk.remember(binding, reply);
  }
}
