import { Module } from '@nestjs/common';
import { StatisticsModule } from '@turnpike/statistics';
import { FiguresController } from './figures.controller.js';

/** The routes of figures. */
@Module({ imports: [StatisticsModule], controllers: [FiguresController] })
export class FiguresModule {}
