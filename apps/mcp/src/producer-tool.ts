import type { ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import type { z } from 'zod/v4';

/** One thing that a producer's assistant can have done at the broker. */
export interface ProducerTool<Input extends z.ZodObject = z.ZodObject> {
  /** As clients call it, in snake_case. */
  readonly name: string;
  readonly title: string;
  /** For the model that chooses among tools. */
  readonly description: string;
  /** What it takes and nothing else: a misspelt bound must not become none. */
  readonly input: Input;
  /** Members of the input that no answer may repeat. */
  readonly secrets: readonly string[];
  readonly annotations: ToolAnnotations;

  /** What came of it. Throws an `L402ServerError` when the broker refuses or does not answer in time. */
  run(input: z.output<Input>, signal: AbortSignal): Promise<object>;
}
