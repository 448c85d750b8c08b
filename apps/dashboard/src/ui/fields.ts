import { useState } from 'react';
import { ApiProblem } from '../api/api-problem.js';

/** What an input needs of one field. */
export interface BoundField {
  readonly name: string;
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (event: { readonly currentTarget: { readonly value: string } }) => void;
}

/** The fields of a form. */
export interface Fields<T extends Readonly<Record<string, string>>> {
  readonly values: T;
  readonly set: (name: keyof T & string, value: string) => void;
  readonly bind: (name: keyof T & string) => BoundField;
  /** Whether the error is shown at a field, so that it need not stand above the form as well. */
  readonly shows: (error: unknown) => boolean;
}

/**
 * The texts of a form's inputs, each with what the server found wrong with it. An error of a field goes when the field is
 * changed after it.
 */
export function useFields<T extends Readonly<Record<string, string>>>(initial: T, error: unknown): Fields<T> {
  const [values, setValues] = useState<T>(initial);
  const [answered, setAnswered] = useState<{ error: unknown; touched: ReadonlySet<string> }>({
    error: null,
    touched: new Set(),
  });
  const touched = answered.error === error ? answered.touched : new Set<string>();
  const set = (name: keyof T & string, value: string): void => {
    setValues((before) => ({ ...before, [name]: value }));
    setAnswered({ error, touched: new Set([...touched, name]) });
  };
  const errorOf = (name: string): string | null =>
    error instanceof ApiProblem && !touched.has(name) ? (error.fields[name] ?? null) : null;
  return {
    values,
    set,
    bind: (name) => ({
      name,
      value: values[name] ?? '',
      error: errorOf(name),
      onChange: (event) => set(name, event.currentTarget.value),
    }),
    shows: (shown) =>
      shown instanceof ApiProblem &&
      Object.keys(shown.fields).length > 0 &&
      Object.keys(shown.fields).every((name) => name in values),
  };
}
