/** Something that the process depends on. Without a required one it serves nobody; without another it is degraded. */
export interface HealthCheck {
  readonly name: string;
  readonly required: boolean;
  /** Rejects, or throws, if the thing does not work. */
  look(): Promise<unknown> | undefined;
}

/** The injection token of the list of checks. */
export const HEALTH_CHECKS = Symbol('HEALTH_CHECKS');
