import { Module } from '@nestjs/common';
import { ProxiesModule } from '@turnpike/proxies';
import { RegistryController } from './registry.controller.js';

/** What is told of proxies in public. */
@Module({ imports: [ProxiesModule], controllers: [RegistryController] })
export class RegistryModule {}
