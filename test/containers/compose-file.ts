import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

/** The folder that holds docker-compose.yml and the Dockerfile. */
export const root = path.resolve(import.meta.dirname, '../..');

/** One service as far as our tests look at it. */
export interface Service {
  readonly image: string;
  readonly build?: string;
  readonly pull_policy?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly deploy?: { readonly replicas?: number };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly disable?: boolean; readonly test?: readonly string[] };
  readonly volumes?: readonly string[];
}

/** docker-compose.yml, its anchors and merges resolved and its variables not yet. */
export interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** The text of docker-compose.yml. */
export const composeText = readFileSync(path.join(root, 'docker-compose.yml'), 'utf8');

/** docker-compose.yml as a YAML reader sees it. */
export const compose = parse(composeText, { merge: true }) as ComposeFile;

const variable = /\$\{([A-Z][A-Z0-9_]*)(?::([?-])([^}]*))?\}/g;

/** Every variable that the file asks of its surroundings, and the text shown if it is missing; null where it may be. */
export const askedVariables: ReadonlyMap<string, string | null> = new Map(
  [...composeText.matchAll(variable)].map((match) => [
    match[1] ?? '',
    match[2] === '?' ? (match[3] ?? '') : null,
  ]),
);

/**
 * Puts values in as Compose does: `${X:?text}` throws the text if X is missing or empty, `${X:-text}` is the text then.
 */
export function interpolate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(
    variable,
    (_whole, name: string, kind: string | undefined, rest: string | undefined) => {
      const value = values[name] ?? '';
      if (value !== '') return value;
      if (kind === '?') throw new Error(`required variable ${name} is missing a value: ${rest ?? ''}`);
      return rest ?? '';
    },
  );
}
