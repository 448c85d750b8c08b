import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { Clock, SystemClock } from './clock.js';
import type { Env } from './env.js';

/** The injection token of the parsed configuration. */
export const ENV = Symbol('ENV');

/** Gives the parsed configuration (`ENV`) and the clock (`Clock`) to every module. */
@Module({})
export class ConfigModule {
  /** The clock is the machine's unless another is given. */
  static forRoot(env: Env, clock: Clock = new SystemClock()): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: ENV, useValue: env },
        { provide: Clock, useValue: clock },
      ],
      exports: [ENV, Clock],
    };
  }
}
