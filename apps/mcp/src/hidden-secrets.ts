import { mcpBounds } from './mcp-bounds.js';

/** Leaves secrets out of what is told, in whatever letter case they come back. */
export class HiddenSecrets {
  private readonly pattern: RegExp | null;

  constructor(secrets: readonly string[]) {
    const long = secrets.filter((secret) => secret.length >= mcpBounds.secretCharsMin);
    const literal = long.map((secret) => secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    this.pattern = literal.length === 0 ? null : new RegExp(literal.join('|'), 'gi');
  }

  /** The text without them. */
  in(text: string): string {
    return this.pattern === null ? text : text.replace(this.pattern, '[not shown]');
  }

  /** The value as indented JSON, without them in any of its texts. */
  inJson(value: object): string {
    const hide = (_name: string, member: unknown): unknown =>
      typeof member === 'string' ? this.in(member) : member;
    return JSON.stringify(value, hide, 2);
  }
}
