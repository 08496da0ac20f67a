/** The server's process: started isolated from its launch, its words kept, ended for certain. */
import { type ChildProcess, spawn } from 'node:child_process';
import { Tail } from './crashes.js';
import type { Launch } from './locate.js';

export class ServerProcess {
  readonly stderr = new Tail();
  /** How it ended: an exit code, a signal, or why it never started. */
  ending: string | undefined;
  readonly ended: Promise<void>;

  private constructor(
    readonly child: ChildProcess,
    log: (line: string) => void,
  ) {
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.stderr.add(chunk);
      log(chunk.trimEnd());
    });
    // A pipe that breaks is reported by the end of the process.
    child.stdin?.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.ending ??= signal ? `ended by ${signal}` : `ended with code ${code}`;
        resolve();
      });
      child.once('error', (error) => {
        this.ending ??= error.message;
        resolve();
      });
    });
  }

  static start(launch: Launch, args: string[], log: (line: string) => void): ServerProcess {
    const child = spawn(launch.command, [...launch.args, ...args], {
      cwd: launch.cwd,
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    return new ServerProcess(child, log);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  kill(): void {
    if (this.ending === undefined) this.child.kill('SIGKILL');
  }
}
