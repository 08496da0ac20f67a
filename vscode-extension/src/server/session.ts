/** The life of the server as the editor sees it: started when needed, watched, started again, stopped. */
import * as vscode from 'vscode';
import type { LanguageClient, Middleware } from 'vscode-languageclient/node';
import * as settings from '../settings.js';
import { Crashes } from './crashes.js';
import type { Faults } from './faults.js';
import { type Launch, type Outcome, locate } from './locate.js';
import { realMachine } from './machine.js';
import { ServerProcess } from './process.js';
import type { Fault } from './words.js';

export type State = 'idle' | 'starting' | 'running' | 'failed';

export class Session implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private process: ServerProcess | undefined;
  private readonly crashes = new Crashes();
  private readonly changed = new vscode.EventEmitter<State>();
  private work: Promise<void> = Promise.resolve();
  private current: State = 'idle';

  readonly onDidChangeState = this.changed.event;
  launch: Launch | undefined;
  outcome: Outcome | undefined;
  fault: Fault | undefined;
  /** Milliseconds from the start of the process to the answer to `initialize`. */
  startedIn: number | undefined;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
    private readonly faults: Faults,
    private readonly middleware: Middleware,
  ) {}

  get state(): State {
    return this.current;
  }

  get serverInfo(): string {
    const info = this.client?.initializeResult?.serverInfo;
    return info ? `${info.name} ${info.version ?? ''}`.trim() : '';
  }

  /** The kinds of code action that the server offers. */
  get actionKinds(): string[] {
    const provider = this.client?.initializeResult?.capabilities.codeActionProvider;
    return typeof provider === 'object' ? (provider.codeActionKinds ?? []) : [];
  }

  get pid(): number | undefined {
    return this.process?.pid;
  }

  get stderr(): string {
    return this.process?.stderr.lines ?? '';
  }

  /** Starts the server unless it runs; calls that come together start it once. */
  start(): Promise<void> {
    return this.then(() => (this.current === 'idle' ? this.startNow() : Promise.resolve()));
  }

  restart(): Promise<void> {
    this.crashes.forget();
    this.faults.forget();
    // Nobody who asks for a restart wants to wait for the answer of a server that is silent.
    if (this.current === 'starting') this.process?.kill();
    return this.then(async () => {
      await this.stopNow();
      await this.startNow();
    });
  }

  stop(): Promise<void> {
    return this.then(() => this.stopNow());
  }

  /** A request beyond LSP; undefined where there is no server, or none that knows it or answers in time. */
  async ask<T>(method: string, params: unknown, token?: vscode.CancellationToken): Promise<T | undefined> {
    const client = this.client;
    if (!client || this.current !== 'running') return undefined;
    const slow = setTimeout(() => this.hangs(method), settings.patience());
    try {
      // An undefined token would be taken for a second parameter.
      const answer = token ? client.sendRequest<T | null>(method, params, token) : client.sendRequest<T | null>(method, params);
      return (await answer) ?? undefined;
    } catch (error) {
      if (!token?.isCancellationRequested) this.log.debug(`${method}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    } finally {
      clearTimeout(slow);
    }
  }

  uri(uri: vscode.Uri): string {
    return this.client?.code2ProtocolConverter.asUri(uri) ?? uri.toString();
  }

  dispose(): void {
    void this.stop();
    this.changed.dispose();
  }

  private then(step: () => Promise<void>): Promise<void> {
    this.work = this.work.then(step, step);
    return this.work;
  }

  private enter(state: State): void {
    if (state === this.current) return;
    this.current = state;
    this.changed.fire(state);
  }

  private fail(fault: Fault): void {
    this.fault = fault;
    this.enter('failed');
    void this.faults.show(fault, this.outcome?.tried ?? []);
  }

  private async startNow(): Promise<void> {
    this.enter('starting');
    this.fault = undefined;
    const outcome = await locate(settings.wishes(), realMachine(this.context.extensionPath));
    this.outcome = outcome;
    this.launch = outcome.launch;
    for (const { source, what, problem } of outcome.tried) this.log.info(`${source}: ${what}: ${problem}`);
    if (!outcome.launch) {
      this.fail({ kind: 'missing', blame: outcome.blame });
      return;
    }
    this.log.info(`Starting ${outcome.launch.description}`);
    const began = Date.now();
    const started = ServerProcess.start(outcome.launch, ['server', ...settings.serverArguments()], (line) => this.log.warn(line));
    this.process = started;
    // The language client is by far the largest part of this extension: a bundle of its own that is not read before here.
    const { makeClient } = require(this.context.asAbsolutePath('out/client.js')) as typeof import('./client.js');
    const client = makeClient(started, this.log, this.middleware, () => {
      if (this.process === started && this.current === 'running') void this.fallen(started);
    });
    this.client = client;
    const limit = settings.patience();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, limit, 'late');
    });
    const fell = started.ended.then(() => 'fell' as const);
    const end = await Promise.race([client.start().then(() => 'up' as const, () => fell), fell, late]);
    clearTimeout(timer);
    if (end === 'up') {
      this.startedIn = Date.now() - began;
      this.log.info(`${this.serverInfo || 'The server'} answered after ${this.startedIn} ms`);
      this.enter('running');
      return;
    }
    await this.drop();
    if (end === 'late') this.fail({ kind: 'silent', seconds: Math.round(limit / 1000) });
    else this.fail({ kind: 'crashed', ending: started.ending ?? 'ended', last: started.stderr.last, times: 1 });
  }

  private async stopNow(): Promise<void> {
    await this.drop();
    this.enter('idle');
  }

  /** Ends client and process, politely first; whatever happens, the process is gone afterwards. */
  private async drop(): Promise<void> {
    const { client, process } = this;
    this.client = undefined;
    const polite = this.current === 'running' && process?.ending === undefined;
    this.process = undefined;
    if (client && polite) await client.stop(2000).catch(() => undefined);
    process?.kill();
    await client?.dispose().catch(() => undefined);
  }

  private fallen(started: ServerProcess): Promise<void> {
    this.log.error(`The server ${started.ending}: ${started.stderr.last}`);
    const again = this.crashes.another();
    const { last } = started.stderr;
    return this.then(async () => {
      await this.drop();
      if (again) await this.startNow();
      else this.fail({ kind: 'crashed', ending: started.ending ?? 'ended', last, times: this.crashes.count });
    });
  }

  private hangs(method: string): void {
    this.log.warn(`${method} has had no answer for ${settings.patience() / 1000} s`);
    void this.faults.show({ kind: 'silent', seconds: Math.round(settings.patience() / 1000) }, []);
  }
}
