import { MalformedJson, ValidationFailed } from '@turnpike/problems';
import type { Problem } from '@turnpike/problems';

/** One finding of the compiled schema. */
interface Finding {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What Fastify throws when a compiled schema refuses a request. */
export interface SchemaRefusal {
  readonly validation: readonly Finding[];
  readonly validationContext?: string;
}

/** Whether an error is a schema's refusal. */
export function isSchemaRefusal(error: unknown): error is SchemaRefusal {
  return (
    typeof error === 'object' && error !== null && 'validation' in error && Array.isArray(error.validation)
  );
}

/** The refusal as a problem: MalformedJson if there is no body at all, else each member with what is expected of it. */
export function schemaProblem(refusal: SchemaRefusal): Problem {
  const { validation, validationContext } = refusal;
  const nobody = validation.some((finding) => finding.instancePath === '' && finding.keyword === 'type');
  if (nobody && validationContext === 'body') return new MalformedJson();
  const errors: Record<string, string[]> = {};
  for (const finding of validation) {
    const field = fieldOf(finding);
    (errors[field] ??= []).push(`${field} ${textOf(finding)}`);
  }
  return new ValidationFailed(errors);
}

function fieldOf({ instancePath, keyword, params }: Finding): string {
  const path = instancePath.split('/').slice(1);
  const missing = keyword === 'required' ? params['missingProperty'] : undefined;
  if (typeof missing === 'string') path.push(missing);
  return path.length === 0 ? 'body' : path.join('.');
}

function textOf({ keyword, params, message }: Finding): string {
  if (keyword === 'required') return 'is required';
  if (keyword !== 'type') return message ?? 'is wrong';
  const types = [params['type']].flat().filter((type) => type !== 'null');
  return `must be ${types.map((type) => (type === 'integer' ? 'a whole number' : `a ${String(type)}`)).join(' or ')}`;
}
