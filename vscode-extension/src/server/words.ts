/** The sentences for what can go wrong with the server: what happened, and what to do. */
import { type Attempt, OLDEST } from './locate.js';

export type Fault =
  | { kind: 'missing'; blame: 'setting' | 'none' | 'old' }
  | { kind: 'crashed'; ending: string; last: string; times: number }
  | { kind: 'silent'; seconds: number };

/** The sentence for a fault: what happened, and what to do. */
export function words(fault: Fault, tried: Attempt[]): string {
  const oldest = OLDEST.join('.');
  switch (fault.kind) {
    case 'missing': {
      const setting = tried.find((t) => t.source === 'setting');
      if (fault.blame !== 'none' && setting) return `nablint cannot start "${setting.what}", which the settings name: ${setting.problem}.`;
      if (fault.blame === 'old') return `nablint needs Python ${oldest} or newer; only an older one was found. Choose another interpreter, or install one.`;
      return `nablint needs Python ${oldest} or newer and found none. Install Python, or choose an interpreter.`;
    }
    case 'crashed': {
      const why = fault.last ? `: ${fault.last}` : '';
      return fault.times > 1
        ? `nablint's server stopped ${fault.times} times (${fault.ending})${why}. Your notes are not checked until it is restarted.`
        : `nablint's server did not start (${fault.ending})${why}.`;
    }
    case 'silent':
      return `nablint's server has not answered for ${fault.seconds} seconds. Editing goes on; restart it to have notes checked again.`;
  }
}
