import { Module } from '@nestjs/common';
import { ChallengesModule } from '@turnpike/challenges';
import { InspectorController } from './inspector.controller.js';

/** The route that looks into tokens. */
@Module({ imports: [ChallengesModule], controllers: [InspectorController] })
export class InspectorModule {}
