import { Injectable } from '@nestjs/common';
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { MalformedJson, ValidationFailed } from '@turnpike/problems';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import type { ValidationError } from 'class-validator';

const DEPTH_MAX = 16;
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
    const plain = value ?? {};
    if (isDeeperThan(plain, DEPTH_MAX))
      throw new ValidationFailed({ body: ['the body is nested too deeply'] });
    const instance: unknown = plainToInstance(metatype, plain);
    if (typeof instance !== 'object' || instance === null) throw new MalformedJson();
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

/** Conversion goes down by recursion, so depth is bounded before it. */
function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((member) => isDeeperThan(member, levels - 1));
}
