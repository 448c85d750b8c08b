import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

/** What a tool answered. */
export interface ToolAnswer {
  readonly isError: boolean;
  readonly text: string;
}

/** The MCP server as a process of its own, from the build, asked by the client of the SDK. */
export class McpProcess {
  /** What came over standard output and was not the protocol. */
  readonly stray: Error[] = [];
  private readonly client = new Client({ name: 'test', version: '1' });
  private said = '';

  private constructor() {
    this.client.onerror = (error) => this.stray.push(error);
  }

  /** Starts one with these variables and nothing else of ours that matters, and shakes hands. */
  static async start(
    variables: Record<string, string>,
    program = 'dist/apps/mcp/src/main.js',
  ): Promise<McpProcess> {
    const mcp = new McpProcess();
    const args = [join(process.cwd(), program)];
    const transport = new StdioClientTransport({
      command: process.execPath,
      args,
      env: variables,
      stderr: 'pipe',
    });
    transport.stderr?.on('data', (chunk: Buffer) => (mcp.said += chunk.toString()));
    await mcp.client.connect(transport);
    return mcp;
  }

  /** What it wrote to standard error. */
  get errors(): string {
    return this.said;
  }

  /** The tools that it offers. */
  async tools(): ReturnType<Client['listTools']> {
    return this.client.listTools();
  }

  /** Calls a tool. */
  async call(name: string, input: object = {}): Promise<ToolAnswer> {
    const { content, isError } = await this.client.callTool({ name, arguments: { ...input } });
    const [first] = content as { readonly type: string; readonly text: string }[];
    return { isError: isError === true, text: first?.text ?? '' };
  }

  /** Calls a tool and reads what came of it; fails where it was refused. */
  async done(name: string, input: object = {}): Promise<Record<string, unknown>> {
    const { isError, text } = await this.call(name, input);
    if (isError) throw new Error(`${name} was refused: ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  }

  /** Ends it, as a client does: by ending its standard input. */
  stop(): Promise<void> {
    return this.client.close();
  }
}
