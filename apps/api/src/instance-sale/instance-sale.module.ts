import { ChallengesModule } from '@turnpike/challenges';
import { MerchantsModule } from '@turnpike/merchants';
import { Module } from '@nestjs/common';

import { InstanceSaleController } from './instance-sale.controller.js';
import { Operator } from './operator.js';
import { Ping } from './ping.js';

/** Routes of what the instance itself sells. */
@Module({
  imports: [ChallengesModule, MerchantsModule],
  controllers: [InstanceSaleController],
  providers: [Operator, Ping],
})
export class InstanceSaleModule {}
