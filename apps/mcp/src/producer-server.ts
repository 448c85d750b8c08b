import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { VERSION } from '@turnpike/config';
import type { BrokerAccess } from '@turnpike/config';
import { HiddenSecrets } from './hidden-secrets.js';
import type { ProducerTool } from './producer-tool.js';
import { producerTools } from './producer-tools.js';
import { refusalText } from './refusal-text.js';

const INSTRUCTIONS =
  'Turnpike sells HTTP resources for Lightning payments (L402). Call status first: it tells whether the broker answers, who ' +
  'the merchant is, and what is still to be set up. To sell an API without code: create_proxy, add_endpoint for each price ' +
  'that differs, publish_proxy. To sell from code: create_challenge, then verify_payment with what the payer sends.';

/** The MCP server with all tools of a producer. A refusal of the broker is a result with `isError`; no result holds a secret. */
export function producerServer(access: BrokerAccess): McpServer {
  const server = new McpServer({ name: 'turnpike', version: VERSION }, { instructions: INSTRUCTIONS });
  for (const tool of producerTools(access)) {
    const { name, title, description, annotations } = tool;
    const config = { title, description, annotations, inputSchema: tool.input };
    server.registerTool(name, config, (input, { signal }) => answer(tool, input, signal, access.apiKey));
  }
  return server;
}

async function answer(
  tool: ProducerTool,
  input: Record<string, unknown>,
  signal: AbortSignal,
  apiKey: string,
): Promise<CallToolResult> {
  const given = tool.secrets.map((member) => input[member]).filter((value) => typeof value === 'string');
  const secrets = new HiddenSecrets([apiKey, ...given]);
  try {
    return { content: [{ type: 'text', text: secrets.inJson(await tool.run(input, signal)) }] };
  } catch (error) {
    return { content: [{ type: 'text', text: secrets.in(refusalText(error)) }], isError: true };
  }
}
