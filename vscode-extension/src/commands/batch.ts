/** Runs of the batch linter with the same server code: cancellable, bounded in what they may say. */
import { spawn } from 'node:child_process';
import type { Launch } from '../server/locate.js';

/** What `nablint check --output-format json` says about a place; rows and columns count from 1. */
export interface Location {
  row: number;
  column: number;
}

export interface Record {
  code: string;
  name: string;
  severity: 'error' | 'warning' | 'hint';
  message: string;
  filename: string;
  cell: number | null;
  location: Location;
  end_location: Location;
  url?: string | null;
}

export interface Run {
  /** 0: clean, 1: findings, anything else: it could not run; null: it was cancelled. */
  code: number | null;
  output: string;
  complaint: string;
}

const LIMIT = 64 * 1024 * 1024;

/** Starts nablint's command line; `cancel` is given a function that ends it. */
export function runBatch(launch: Launch, args: string[], cwd: string, cancel: (stop: () => void) => void): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(launch.command, [...launch.args, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    let output = '';
    let complaint = '';
    let stopped = false;
    const stop = (): void => {
      stopped = true;
      child.kill('SIGKILL');
    };
    cancel(stop);
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (output.length > LIMIT) stop();
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      complaint = (complaint + chunk).slice(-4000);
    });
    child.once('error', (error) => resolve({ code: 2, output, complaint: error.message }));
    child.once('close', (code) => resolve({ code: stopped ? null : (code ?? 2), output, complaint }));
  });
}

const isLocation = (value: unknown): value is Location =>
  typeof value === 'object' && value !== null && Number.isInteger((value as Location).row) && Number.isInteger((value as Location).column);

function isRecord(value: unknown): value is Record {
  const v = value as Record | null;
  return (
    typeof v === 'object' &&
    v !== null &&
    [v.code, v.message, v.filename, v.severity].every((part) => typeof part === 'string') &&
    isLocation(v.location) &&
    isLocation(v.end_location)
  );
}

/** The findings in the linter's JSON; undefined where it is none. */
export function parseRecords(output: string): Record[] | undefined {
  try {
    const list: unknown = JSON.parse(output);
    return Array.isArray(list) ? list.filter(isRecord) : undefined;
  } catch {
    return undefined;
  }
}

/** "3 errors, 1 warning in 2 files" */
export function summary(records: Record[]): string {
  const count = (severity: string): number => records.filter((r) => r.severity === severity).length;
  const parts = (['error', 'warning', 'hint'] as const)
    .map((severity) => [count(severity), severity] as const)
    .filter(([n]) => n > 0)
    .map(([n, severity]) => `${n} ${severity}${n === 1 ? '' : 's'}`);
  const files = new Set(records.map((r) => r.filename)).size;
  return parts.length === 0 ? 'no findings' : `${parts.join(', ')} in ${files} file${files === 1 ? '' : 's'}`;
}
