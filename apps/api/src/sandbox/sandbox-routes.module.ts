import { ChallengesModule } from '@turnpike/challenges';
import { WalletsModule } from '@turnpike/wallets';
import { Module } from '@nestjs/common';

import { SandboxController } from './sandbox.controller.js';

/** Routes of the sandbox. */
@Module({ imports: [ChallengesModule, WalletsModule], controllers: [SandboxController] })
export class SandboxRoutesModule {}
