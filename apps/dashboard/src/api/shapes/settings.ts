/** What a merchant set for one mode. */
export interface Settings {
  readonly strictVerify: boolean;
  readonly settlementPolicy: 'preimage' | 'settled';
  readonly tokenValiditySeconds: number;
  readonly invoiceExpirySeconds: number;
  readonly mppEnabled: boolean;
  readonly mppPreimageOnly: 'compatible' | 'bound' | 'off';
  /** Null: the host of this instance. */
  readonly realm: string | null;
}
