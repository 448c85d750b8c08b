import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { parseBrokerAccess } from '@turnpike/config';
import { mcpBounds } from './mcp-bounds.js';
import { producerServer } from './producer-server.js';

/** The MCP server of a producer: the protocol, and nothing else, on standard output, until standard input ends. */
const transport = new StdioServerTransport(undefined, undefined, {
  maxBufferSize: mcpBounds.messageBytesMax,
});
// Whoever asked may be gone before we answer.
process.stdout.on('error', () => process.exit(1));
process.stderr.on('error', () => undefined);

try {
  await producerServer(parseBrokerAccess()).connect(transport);
} catch (error) {
  process.stderr.write(`turnpike-mcp: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
