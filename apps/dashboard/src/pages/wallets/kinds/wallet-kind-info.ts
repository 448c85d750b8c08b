import type { WalletKind } from '../../../api/shapes/wallets.js';

/** One member of a kind's credentials, as the form asks for it. */
export interface WalletField {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** `secret` is not shown while it is typed; `long` takes several lines; `flag` is yes or no; `tls` asks whom to trust. */
  readonly type: 'text' | 'secret' | 'long-secret' | 'choice' | 'flag' | 'tls';
  readonly placeholder?: string;
  readonly isOptional?: boolean;
  readonly choices?: readonly string[];
}

/** One step of a guide. */
export interface GuideStep {
  readonly title: string;
  readonly text: string;
  /** A command to be run, or what to look for. */
  readonly code?: string;
}

/** Whose hands the money is in. */
export type Custody = 'own node' | 'account' | 'connection' | 'address' | 'mint';

/** All that there is to know of a kind before it is connected. */
export interface WalletKindInfo {
  readonly kind: WalletKind;
  readonly name: string;
  readonly custody: Custody;
  /** For whom it is, in a sentence. */
  readonly fits: string;
  readonly steps: readonly GuideStep[];
  /** What the credential needs. */
  readonly rights: readonly string[];
  /** What it must not be able to do. */
  readonly never: string;
  readonly fields: readonly WalletField[];
  /** How we learn of payments, and how many challenges it can make. */
  readonly facts: readonly string[];
  /** The credential can always spend: the owner has to accept that. */
  readonly alwaysSpends?: true;
  /** What is usually wrong when the wallet refuses the credential. */
  readonly ifRefused: string;
}

/** The field that asks which certificate of a node to trust. */
export const tlsField: WalletField = {
  name: 'tls',
  label: 'Certificate',
  description:
    'A node usually makes its own certificate: then give its fingerprint. A wrong node sees no credential.',
  type: 'tls',
};
