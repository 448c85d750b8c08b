import { Module } from '@nestjs/common';
import { MembersModule } from '@turnpike/members';
import { MerchantsModule } from '@turnpike/merchants';
import { ApiKeysController } from './api-keys.controller.js';

/** A merchant's API keys over HTTP. */
@Module({ imports: [MembersModule, MerchantsModule], controllers: [ApiKeysController] })
export class ApiKeysModule {}
