import type { Schema } from '../openapi-types.js';

/** A reference to a schema of the document's components. */
export function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

/** The same schema, or `null`. */
export function nullable(schema: Schema): Schema {
  return { oneOf: [schema, { type: 'null' }] };
}

/**
 * An object that we answer with: every member is there, except those named optional. Clients must ignore members that
 * they do not know, so that later versions can add some.
 */
export function answer(
  description: string,
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', description, required, properties };
}

/** An object that callers send: only the named members are compulsory, unknown ones are ignored, `null` means absent. */
export function request(
  description: string,
  required: readonly string[],
  properties: Readonly<Record<string, Schema>>,
): Schema {
  return { type: 'object', description, required, properties };
}

/** An optional member of a request: `null` means absent. */
export function optional(type: string, rest: Schema): Schema {
  return { type: [type, 'null'], ...rest };
}
