/** How often a server may fall before nobody starts it again by itself. */

const ALLOWED = 3;
const WITHIN = 3 * 60_000;

/** Remembers crashes; the clock is given so that time can be told in tests. */
export class Crashes {
  private times: number[] = [];

  constructor(private readonly now: () => number = Date.now) {}

  /** Notes a crash and says whether the server should be started again in silence. */
  another(): boolean {
    const now = this.now();
    this.times = this.times.filter((t) => now - t < WITHIN);
    this.times.push(now);
    return this.times.length <= ALLOWED;
  }

  get count(): number {
    return this.times.length;
  }

  forget(): void {
    this.times = [];
  }
}

/** The last lines that a process wrote, bounded, for the log and the debug information. */
export class Tail {
  private text = '';

  constructor(private readonly limit = 8000) {}

  add(chunk: string): void {
    this.text = (this.text + chunk).slice(-this.limit);
  }

  get lines(): string {
    return this.text.trimEnd();
  }

  /** The line that most likely names the cause: the last one. */
  get last(): string {
    return this.lines.split(/\r?\n/).pop()?.slice(0, 200) ?? '';
  }
}
