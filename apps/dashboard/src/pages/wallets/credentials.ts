import type { WalletField, WalletKindInfo } from './kinds/wallet-kind-info.js';

/** What a form of credentials holds: by the name that the server's errors use, `credentials.apiKey`. */
export type CredentialValues = Readonly<Record<string, string>>;

/** What the fields of a kind hold before anything was typed. */
export function emptyCredentials(kind: WalletKindInfo): CredentialValues {
  return Object.fromEntries(
    kind.fields.flatMap((field): [string, string][] => {
      const name = fieldName(field);
      if (field.type === 'tls')
        return [
          [`${name}.mode`, 'system'],
          [name, ''],
        ];
      return [[name, field.type === 'choice' ? (field.choices?.[0] ?? '') : '']];
    }),
  );
}

/** The name of a field in a request and in the server's errors about it. */
export function fieldName({ name }: WalletField): string {
  return `credentials.${name}`;
}

/** The credentials as they are sent; what is optional and empty is left out. */
export function credentialsOf(kind: WalletKindInfo, values: CredentialValues): Record<string, unknown> {
  return Object.fromEntries(
    kind.fields.flatMap((field): [string, unknown][] => {
      const name = fieldName(field);
      const value = (values[name] ?? '').trim();
      if (field.type === 'flag') return value === 'true' ? [[field.name, true]] : [];
      if (field.type === 'tls') {
        const mode = values[`${name}.mode`] ?? 'system';
        return mode === 'system' ? [] : [[field.name, { mode, value }]];
      }
      return value === '' && field.isOptional === true ? [] : [[field.name, value]];
    }),
  );
}

/** Whether all that is needed has been typed. */
export function isComplete(kind: WalletKindInfo, values: CredentialValues): boolean {
  return kind.fields.every((field) => {
    const name = fieldName(field);
    if (field.type === 'tls')
      return values[`${name}.mode`] === 'system' || (values[name] ?? '').trim() !== '';
    return field.isOptional === true || (values[name] ?? '').trim() !== '';
  });
}
