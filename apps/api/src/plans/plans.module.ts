import { MerchantsModule } from '@turnpike/merchants';
import { Module } from '@nestjs/common';

import { InstanceSaleModule } from '../instance-sale/instance-sale.module.js';
import { PlanSale } from './plan-sale.js';
import { PlansController } from './plans.controller.js';
import { SubscriptionController } from './subscription.controller.js';

/** The plans, and buying one. */
@Module({
  imports: [InstanceSaleModule, MerchantsModule],
  controllers: [PlansController, SubscriptionController],
  providers: [PlanSale],
})
export class PlansModule {}
