/** The merchant that the session speaks for. */
export interface Account {
  readonly merchantId: number;
  readonly name: string;
  readonly email: string;
  readonly planTier: string;
  readonly subscriptionStatus: string;
  readonly isActive: boolean;
  readonly createdAt: string;
  readonly paymentProvider: string | null;
}

/** One step of setting up. */
export interface QuickstartStep {
  readonly stepNumber: number;
  readonly title: string;
  readonly isCompleted: boolean;
  readonly isRequired: boolean;
}

/** How far setting up has come. */
export interface Quickstart {
  readonly merchantId: number;
  readonly merchantName: string;
  readonly completedSteps: number;
  readonly totalSteps: number;
  readonly requiredStepsCompleted: number;
  readonly requiredStepsTotal: number;
  readonly isReadyForProduction: boolean;
  readonly steps: readonly QuickstartStep[];
}
