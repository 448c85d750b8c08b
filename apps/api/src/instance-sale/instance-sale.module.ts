import { ChallengesModule } from '@turnpike/challenges';
import { MerchantsModule } from '@turnpike/merchants';
import { ProxiesModule } from '@turnpike/proxies';
import { Module } from '@nestjs/common';

import { ChallengeAllowance } from './challenge-allowance.js';
import { InstanceSaleController } from './instance-sale.controller.js';
import { SignUpWays } from '../sign-up/sign-up-ways.js';
import { Operator } from './operator.js';
import { Ping } from './ping.js';
import { PlainHttpWarning } from './plain-http-warning.js';
import { Till } from './till.js';

/** Routes of what the instance itself sells. */
@Module({
  imports: [ChallengesModule, MerchantsModule, ProxiesModule],
  controllers: [InstanceSaleController],
  providers: [ChallengeAllowance, Operator, Ping, PlainHttpWarning, SignUpWays, Till],
  exports: [ChallengeAllowance, SignUpWays, Till],
})
export class InstanceSaleModule {}
