import { Module } from '@nestjs/common';
import { MerchantsModule } from '@turnpike/merchants';
import { PlansController } from './plans.controller.js';

/** The plans, and buying one. */
@Module({
  imports: [MerchantsModule],
  controllers: [PlansController],
})
export class PlansModule {}
