import { EventsModule } from '@turnpike/events';
import { Module } from '@nestjs/common';

import { CountEvents } from './count-events.js';
import { PruneFigures } from './prune-figures.js';
import { ReadFiguresBelow } from './read-figures-below.js';
import { ReadOverview } from './read-overview.js';
import { TallyWriter } from './tally-writer.js';
import { TokenRefusals } from './token-refusals.js';
import { UsageOfDays } from './usage-of-days.js';
import { VerifyTally } from './verify-tally.js';

const PUBLIC = [
  CountEvents,
  PruneFigures,
  ReadFiguresBelow,
  ReadOverview,
  TallyWriter,
  TokenRefusals,
  UsageOfDays,
  VerifyTally,
];

/** Figures for charts. */
@Module({ imports: [EventsModule], providers: PUBLIC, exports: PUBLIC })
export class StatisticsModule {}
