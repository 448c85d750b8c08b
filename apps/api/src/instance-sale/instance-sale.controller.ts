import { CredentialStatus } from '@turnpike/challenges';
import { limits } from '@turnpike/config';
import { parseCredential } from '@turnpike/http402';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { Access } from '../http/access.decorator.js';
import { setHeaderLines } from '../http/header-lines.js';
import { SignUpWays } from '../sign-up/sign-up-ways.js';
import { Operator } from './operator.js';
import { Ping } from './ping.js';
import { PING, type PricedEndpoint, SIGN_UP } from './price-list.js';

interface Pricing {
  readonly defaultPriceSats: number;
  readonly serviceName: string;
  readonly endpoints: readonly PricedEndpoint[];
  readonly tokenValiditySeconds: number;
}

type Status =
  | {
      readonly authenticated: true;
      readonly paymentHash: string;
      readonly expiresAt: string;
      readonly remainingRequests: number | null;
    }
  | { readonly authenticated: false; readonly message: string };

/** What the instance itself sells, and whether a request carries a credential for it. */
@Controller()
export class InstanceSaleController {
  constructor(
    private readonly operator: Operator,
    private readonly status: CredentialStatus,
    private readonly ping: Ping,
    private readonly ways: SignUpWays,
  ) {}

  @Get('api/l402/pricing')
  @Access({ kind: 'public', limit: 'publicRead' })
  async pricing(): Promise<Pricing> {
    const seller = await this.operator.principal();
    return {
      defaultPriceSats: PING.priceSats,
      serviceName: 'Turnpike',
      endpoints: seller ? [PING, ...this.signUp()] : [],
      tokenValiditySeconds: seller?.settings.tokenValiditySeconds ?? limits.tokenValiditySecondsDefault,
    };
  }

  @Get('api/l402/status')
  @Access({ kind: 'public', limit: 'publicRead' })
  async credentialStatus(@Req() request: FastifyRequest): Promise<Status> {
    const seller = await this.operator.principal();
    const credential = parseCredential(request.raw.headersDistinct);
    const standing =
      seller && credential?.scheme === 'l402'
        ? await this.status.read(seller, credential.macaroon, credential.preimage)
        : null;
    if (!standing) return { authenticated: false, message: 'L402 credential required' };
    const { paymentHash, expiresAt, usesRemaining } = standing;
    return { authenticated: true, paymentHash, expiresAt, remainingRequests: usesRemaining };
  }

  @Get('l402/test/ping')
  @Access({ kind: 'public', limit: 'publicRead' })
  async pay(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const credential = parseCredential(request.raw.headersDistinct);
    // Read before any wait: a connection that has ended meanwhile has no address any more.
    const { ip, protocol } = request;
    const { status, headers, body } = await this.ping.answer(credential, { ip, protocol, reply });
    setHeaderLines(reply, headers);
    // As bytes, since Fastify would add a charset to the media type of an object, which JSON types do not have.
    await reply.code(status).send(typeof body === 'string' ? body : Buffer.from(JSON.stringify(body)));
  }

  private signUp(): readonly PricedEndpoint[] {
    const { l402, priceSats } = this.ways;
    return l402 ? [{ ...SIGN_UP, priceSats }] : [];
  }
}
