import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { InspectToken } from '@turnpike/challenges';
import type { Inspection } from '@turnpike/challenges';
import type { Principal } from '@turnpike/merchants';
import { Access } from '../http/access.decorator.js';
import { CurrentPrincipal } from '../http/principal.js';
import { InspectDto } from './inspect.dto.js';

/** Looking into tokens. */
@Controller('api/merchant/inspect')
export class InspectorController {
  constructor(private readonly inspecting: InspectToken) {}

  /** Says what a text holds and whether verify would let it in. Counts nothing. */
  @Post()
  @HttpCode(200)
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read', role: 'read_only' })
  inspect(@CurrentPrincipal() principal: Principal, @Body() body: InspectDto): Promise<Inspection> {
    return this.inspecting.run(principal, body.toRequest());
  }
}
