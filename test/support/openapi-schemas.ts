import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { openApiDocument } from '../../apps/api/src/openapi/document.js';
import type { Schema } from '../../apps/api/src/openapi/openapi-types.js';

/** The document that tests check against: that of an instance with the default configuration. */
export const document = openApiDocument({
  publicUrl: 'http://127.0.0.1:4020',
  version: '0.1.0',
  priceSatsMax: 100_000_000,
});

/**
 * The same schema, but refusing members that it does not name. The document itself leaves objects open, so that clients
 * ignore what a later version adds; a test wants to hear of it.
 */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== 'object') return schema;
  const members = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, name === 'examples' ? value : closed(value)]),
  );
  const isOpenObject = members['type'] === 'object' && 'properties' in members;
  return isOpenObject && !('additionalProperties' in members)
    ? { ...members, additionalProperties: false }
    : members;
}

const DOCUMENT = 'document';

/** The same schema where it stands outside of the document, whose components are compiled once for all. */
function fromOutside(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(fromOutside);
  if (schema === null || typeof schema !== 'object') return schema;
  const refers = (name: string, value: unknown): value is string =>
    name === '$ref' && typeof value === 'string' && value.startsWith('#');
  const members = Object.entries(schema).map(([name, value]: [string, unknown]) => [
    name,
    refers(name, value) ? DOCUMENT + value : fromOutside(value),
  ]);
  return Object.fromEntries(members) as unknown;
}

function compiler(change: (schema: unknown) => unknown): (schema: Schema) => ValidateFunction {
  const compiled = new WeakMap<Schema, ValidateFunction>();
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    strictTypes: false,
    strictRequired: false,
  });
  addFormats.default(ajv);
  ajv.addVocabulary(['components', 'example']);
  ajv.addSchema({ $id: DOCUMENT, components: change(document.components) });
  return (schema) => {
    const known = compiled.get(schema);
    if (known !== undefined) return known;
    const validate = ajv.compile(fromOutside(change(schema)) as Schema);
    compiled.set(schema, validate);
    return validate;
  };
}

const compileOpen = compiler((schema) => schema);
const compileClosed = compiler(closed);

/** A validator of this schema of the document, which may refer to its components. */
export function validatorOf(schema: Schema): ValidateFunction {
  return compileOpen(schema);
}

/** As `validatorOf`, but members that the schema does not name are refused. */
export function closedValidatorOf(schema: Schema): ValidateFunction {
  return compileClosed(schema);
}
