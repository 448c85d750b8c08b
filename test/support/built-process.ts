import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** One of our programs as a process of its own, from the build, so that it can be killed. */
export class BuiltProcess {
  private said = '';

  private constructor(
    private readonly child: ChildProcess,
    /** Resolves with the exit code when it has ended; `null` if a signal ended it. */
    readonly exited: Promise<number | null>,
  ) {
    child.stderr?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
  }

  /** Starts `dist/<program>` with these variables and nothing else of this process's environment. */
  static start(program: string, variables: Record<string, string>): BuiltProcess {
    const child = spawn(process.execPath, [join(process.cwd(), 'dist', program)], {
      env: { PATH: process.env['PATH'], ...variables },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const exited = new Promise<number | null>((resolve) => {
      child.once('exit', resolve);
    });
    return new BuiltProcess(child, exited);
  }

  /** What it wrote to standard error. */
  get errors(): string {
    return this.said;
  }

  /** Lets it stand still, with all that it holds. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  /** Lets it go on after `freeze`. */
  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** Ends it without a chance to clean up. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  /** Asks it to stop; gives its exit code. */
  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.exited;
  }
}
