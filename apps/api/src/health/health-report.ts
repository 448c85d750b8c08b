import { Inject, Injectable } from '@nestjs/common';
import { Clock, limits, VERSION } from '@turnpike/config';
import { Shutdown } from '../http/shutdown.js';
import { HEALTH_CHECKS } from './health-check.js';
import type { HealthCheck } from './health-check.js';

/** How this process stands: `down` serves nobody, `degraded` serves with something missing. */
export interface Health {
  readonly status: 'ok' | 'degraded' | 'down';
  readonly version: string;
  readonly checks: Readonly<Record<string, string>>;
}

interface Remembered {
  readonly atMillis: number;
  readonly health: Promise<Health>;
}

/**
 * Looks at what the process depends on. Looks at most once a second however often it is asked, and for two seconds at most:
 * what does not answer by then is down.
 */
@Injectable()
export class HealthReport {
  private remembered: Remembered | null = null;

  constructor(
    @Inject(HEALTH_CHECKS) private readonly checks: readonly HealthCheck[],
    private readonly shutdown: Shutdown,
    private readonly clock: Clock,
  ) {}

  /** The state of everything, at most a second old; a shutdown shows at once. */
  async read(): Promise<Health> {
    const health = await this.recent();
    if (!this.shutdown.isUnderWay) return health;
    return { ...health, status: 'down', checks: { ...health.checks, process: 'stopping' } };
  }

  /** That the process runs, which is all that this says. */
  alive(): Health {
    return { status: 'ok', version: VERSION, checks: {} };
  }

  private recent(): Promise<Health> {
    const atMillis = this.clock.now().getTime();
    const { remembered } = this;
    if (remembered !== null && Math.abs(atMillis - remembered.atMillis) < limits.readinessCacheMillis) {
      return remembered.health;
    }
    const health = this.look();
    this.remembered = { atMillis, health };
    return health;
  }

  private async look(): Promise<Health> {
    const results = await Promise.all(this.checks.map((check) => isUp(check)));
    const down = this.checks.filter((_check, i) => results[i] === false);
    return {
      status: down.some((check) => check.required) ? 'down' : down.length > 0 ? 'degraded' : 'ok',
      version: VERSION,
      checks: Object.fromEntries(
        this.checks.map((check, i) => [check.name, results[i] === true ? 'ok' : 'down']),
      ),
    };
  }
}

async function isUp(check: HealthCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limits.readinessTimeoutMillis);
  });
  const answer = Promise.resolve()
    .then(() => check.look())
    .then(
      () => true,
      () => false,
    );
  const up = await Promise.race([answer, late]);
  clearTimeout(timer);
  return up;
}
