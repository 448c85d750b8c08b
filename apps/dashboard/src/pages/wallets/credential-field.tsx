import {
  Checkbox,
  Input,
  PasswordInput,
  SegmentedControl,
  Select,
  Stack,
  TextInput,
  Textarea,
} from '@mantine/core';
import type { Fields } from '../../ui/fields.js';
import { fieldName } from './credentials.js';
import type { WalletField } from './kinds/wallet-kind-info.js';

/** A field of a kind, and the form that it is in. */
export interface CredentialFieldProps {
  readonly field: WalletField;
  readonly fields: Fields<Readonly<Record<string, string>>>;
}

const mono = { input: 'tp-mono' };

/** The input that a field of credentials asks for. Nothing typed into one is kept by the browser. */
export function CredentialField({ field, fields }: CredentialFieldProps) {
  const name = fieldName(field);
  const required = field.isOptional !== true;
  const common = {
    label: field.isOptional === true ? `${field.label} (optional)` : field.label,
    description: field.description,
    autoComplete: 'off',
    spellCheck: false,
    required,
    withAsterisk: false,
    ...(field.placeholder === undefined ? {} : { placeholder: field.placeholder }),
  };
  switch (field.type) {
    case 'secret':
      return <PasswordInput {...common} autoComplete="new-password" {...fields.bind(name)} />;
    case 'long-secret':
      return (
        <Textarea {...common} autosize minRows={3} maxRows={6} classNames={mono} {...fields.bind(name)} />
      );
    case 'choice':
      return (
        <Select
          label={field.label}
          description={field.description}
          data={[...(field.choices ?? [])]}
          allowDeselect={false}
          value={fields.values[name] ?? ''}
          onChange={(value) => fields.set(name, value ?? '')}
          error={fields.bind(name).error}
        />
      );
    case 'flag':
      return (
        <Checkbox
          label={field.label}
          description={field.description}
          checked={fields.values[name] === 'true'}
          onChange={(event) => fields.set(name, String(event.currentTarget.checked))}
          error={fields.bind(name).error}
        />
      );
    case 'tls':
      return <TlsField field={field} fields={fields} />;
    default:
      return <TextInput {...common} {...fields.bind(name)} />;
  }
}

const trusts = [
  { value: 'system', label: 'Trusted by systems' },
  { value: 'fingerprint', label: 'Fingerprint' },
  { value: 'pem', label: 'Certificate' },
];

function TlsField({ field, fields }: CredentialFieldProps) {
  const name = fieldName(field);
  const mode = fields.values[`${name}.mode`] ?? 'system';
  const bound = fields.bind(name);
  return (
    <Input.Wrapper
      label={field.label}
      description={field.description}
      labelElement="div"
      labelProps={{ id: `${name}-label` }}
      error={mode === 'system' ? bound.error : null}
    >
      <Stack gap={6} mt={4}>
        <SegmentedControl
          size="xs"
          aria-labelledby={`${name}-label`}
          data={trusts}
          value={mode}
          onChange={(value) => fields.set(`${name}.mode`, value)}
        />
        {mode === 'fingerprint' && (
          <TextInput
            aria-label="SHA-256 fingerprint"
            placeholder="5A:1F:…, 64 hex digits with or without colons"
            autoComplete="off"
            classNames={mono}
            {...bound}
          />
        )}
        {mode === 'pem' && (
          <Textarea
            aria-label="Certificate in PEM"
            placeholder="-----BEGIN CERTIFICATE-----"
            autosize
            minRows={4}
            maxRows={8}
            classNames={mono}
            {...bound}
          />
        )}
      </Stack>
    </Input.Wrapper>
  );
}
