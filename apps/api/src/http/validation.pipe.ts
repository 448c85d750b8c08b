import { Injectable } from '@nestjs/common';
import type { ArgumentMetadata, PipeTransform, Type } from '@nestjs/common';
import { MalformedJson, ValidationFailed } from '@turnpike/problems';
import { validate } from 'class-validator';
import type { ValidationError } from 'class-validator';

const PLAIN_TYPES: ReadonlySet<unknown> = new Set([Object, String, Number, Boolean, Array]);

/**
 * Turns a body or query into an instance of the class that the controller asks for, checked by the decorators of that class.
 * Unknown members are left out; a member that is `null` is absent where its decorators say that it may be. Throws
 * ValidationFailed with every finding by member, and MalformedJson where a body is needed and there is none.
 */
@Injectable()
export class RequestValidation implements PipeTransform {
  async transform(value: unknown, { metatype, type }: ArgumentMetadata): Promise<unknown> {
    if (metatype === undefined || type === 'custom' || PLAIN_TYPES.has(metatype)) return value;
    const instance = instanceOf(metatype, value ?? {});
    const findings = await validate(instance, {
      whitelist: true,
      validationError: { target: false, value: false },
    });
    if (findings.length === 0) return instance;
    if (type === 'body' && value === undefined) throw new MalformedJson();
    const errors: Record<string, string[]> = {};
    collect(findings, '', errors);
    throw new ValidationFailed(errors);
  }
}

function collect(findings: readonly ValidationError[], at: string, errors: Record<string, string[]>): void {
  for (const { property, constraints, children } of findings) {
    const field = `${at}${property}`;
    if (constraints !== undefined) errors[field] = Object.values(constraints);
    collect(children ?? [], `${field}.`, errors);
  }
}

/**
 * An instance with the members that were sent, each as it came: their values are neither converted nor looked into. What
 * the class itself has under a name, its methods and what every object has, stays.
 */
function instanceOf(metatype: Type, members: object): object {
  const instance = new metatype() as Record<string, unknown>;
  for (const [name, value] of Object.entries(members)) {
    if (!(name in metatype.prototype)) instance[name] = value;
  }
  return instance;
}
