import { Global, Module } from '@nestjs/common';
import { ENV, EnvError } from '@turnpike/config';
import type { Env, KeyEntry } from '@turnpike/config';
import { MppKeys, RootKeys } from '@turnpike/l402';
import { InvoiceKeys, KeyRing } from './key-ring.js';
import { Sealer } from './sealer.js';

/** Gives the root keys, the keys of `Payment` challenges, the invoice keys and the sealer, from the configured rings; refuses to start without one. */
@Global()
@Module({
  providers: [
    {
      provide: RootKeys,
      inject: [ENV],
      useFactory: (env: Env) => new RootKeys(ring('MASTER_KEYS', env.masterKeys)),
    },
    {
      provide: MppKeys,
      inject: [ENV],
      useFactory: (env: Env) => new MppKeys(ring('MASTER_KEYS', env.masterKeys)),
    },
    {
      provide: InvoiceKeys,
      inject: [ENV],
      useFactory: (env: Env) => new InvoiceKeys(ring('INVOICE_KEYS', env.invoiceKeys)),
    },
    {
      provide: Sealer,
      inject: [ENV],
      useFactory: (env: Env) => new Sealer(new KeyRing(ring('SEAL_KEYS', env.sealKeys))),
    },
  ],
  exports: [RootKeys, MppKeys, InvoiceKeys, Sealer],
})
export class SecretsModule {}

function ring(name: string, entries: readonly KeyEntry[] | null): readonly KeyEntry[] {
  if (entries === null) throw new EnvError(name, 'a key ring: kid:base64, comma-separated');
  return entries;
}
