import { Global, Module } from '@nestjs/common';
import { ENV, type Env } from '@turnpike/config';
import { AddressGuard } from './address-guard.js';
import { TextRecords } from './text-records.js';

/** The one guard of this process before every address that a merchant gives. */
@Global()
@Module({
  providers: [
    { provide: AddressGuard, inject: [ENV], useFactory: (env: Env) => new AddressGuard(env.addressAllow) },
    TextRecords,
  ],
  exports: [AddressGuard, TextRecords],
})
export class OutboundModule {}
