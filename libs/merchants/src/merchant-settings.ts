import { limits } from '@turnpike/config';

/** When a payment counts: on a valid preimage, or only once the wallet itself says so. */
export const SETTLEMENT_POLICIES = ['preimage', 'settled'] as const;

/** One of {@link SETTLEMENT_POLICIES}. */
export type SettlementPolicy = (typeof SETTLEMENT_POLICIES)[number];

/** What a preimage without a macaroon opens: as sent, only with its context, or nothing. */
export const PREIMAGE_ONLY_RULES = ['compatible', 'bound', 'off'] as const;

/** One of {@link PREIMAGE_ONLY_RULES}. */
export type PreimageOnlyRule = (typeof PREIMAGE_ONLY_RULES)[number];

/** What a merchant set for one mode. `realm` is `null` where the instance's own host serves. */
export interface MerchantSettings {
  readonly strictVerify: boolean;
  readonly settlementPolicy: SettlementPolicy;
  readonly tokenValiditySeconds: number;
  readonly invoiceExpirySeconds: number;
  readonly mppEnabled: boolean;
  readonly mppPreimageOnly: PreimageOnlyRule;
  readonly realm: string | null;
}

/** The settings of a merchant who never set any. */
export const DEFAULT_SETTINGS: MerchantSettings = Object.freeze({
  strictVerify: false,
  settlementPolicy: 'preimage',
  tokenValiditySeconds: limits.tokenValiditySecondsDefault,
  invoiceExpirySeconds: limits.invoiceExpirySecondsDefault,
  mppEnabled: true,
  mppPreimageOnly: 'compatible',
  realm: null,
});

/** Settings as a row holds them, their words not yet checked. */
export type StoredSettings = Omit<MerchantSettings, 'settlementPolicy' | 'mppPreimageOnly'> & {
  readonly settlementPolicy: string;
  readonly mppPreimageOnly: string;
};

/** Some settings to change; what is absent stays. */
export type SettingsPatch = { readonly [Name in keyof MerchantSettings]?: MerchantSettings[Name] };

const REALM_CHARS_MAX = 128;
// A realm stands between quotes in a header and between bars in the text that an MPP challenge id signs.
const REALM =
  /^[\x21\x23-\x5b\x5d-\x7b\x7d\x7e](?:[\x20\x21\x23-\x5b\x5d-\x7b\x7d\x7e]*[\x21\x23-\x5b\x5d-\x7b\x7d\x7e])?$/;

/** What is wrong with a patch, by member; empty if nothing is. */
export function settingsFaults(patch: SettingsPatch): Record<string, string[]> {
  const faults: Record<string, string[]> = {};
  const range = (name: 'tokenValiditySeconds' | 'invoiceExpirySeconds', min: number, max: number): void => {
    const seconds = patch[name];
    if (seconds === undefined || (Number.isInteger(seconds) && seconds >= min && seconds <= max)) return;
    faults[name] = [`${name} must be a whole number from ${min} to ${max}`];
  };
  range('tokenValiditySeconds', limits.tokenValiditySecondsMin, limits.tokenValiditySecondsMax);
  range('invoiceExpirySeconds', limits.invoiceExpirySecondsMin, limits.invoiceExpirySecondsMax);
  const choice = (name: 'settlementPolicy' | 'mppPreimageOnly', choices: readonly string[]): void => {
    const chosen = patch[name];
    if (chosen === undefined || choices.includes(chosen)) return;
    faults[name] = [`${name} must be one of: ${choices.join(', ')}`];
  };
  choice('settlementPolicy', SETTLEMENT_POLICIES);
  choice('mppPreimageOnly', PREIMAGE_ONLY_RULES);
  const { realm } = patch;
  if (realm !== undefined && realm !== null) {
    if (realm.length > REALM_CHARS_MAX || !REALM.test(realm)) {
      faults['realm'] = [
        `realm must be 1 to ${REALM_CHARS_MAX} printable ASCII characters, without ", \\ or | and without blanks at its ends`,
      ];
    }
  }
  return faults;
}

/** The settings in a stored row. */
export function settingsFromRow(row: StoredSettings): MerchantSettings {
  return Object.freeze({
    strictVerify: row.strictVerify,
    settlementPolicy: oneOf(SETTLEMENT_POLICIES, row.settlementPolicy),
    tokenValiditySeconds: row.tokenValiditySeconds,
    invoiceExpirySeconds: row.invoiceExpirySeconds,
    mppEnabled: row.mppEnabled,
    mppPreimageOnly: oneOf(PREIMAGE_ONLY_RULES, row.mppPreimageOnly),
    realm: row.realm,
  });
}

function oneOf<Word extends string>(words: readonly Word[], stored: string): Word {
  const word = words.find((known) => known === stored);
  if (word === undefined) throw new Error('A row of settings holds a word that is none of ours.');
  return word;
}
