/** What the status bar item says about a note. */
import type { Status } from '../protocol.js';

export interface ItemText {
  /** With VS Code's icons. */
  text: string;
  /** For a screen reader. */
  spoken: string;
  /** Markdown. */
  tooltip: string;
}

const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

export function itemText(status: Status): ItemText {
  const { errors, warnings, hints } = status;
  const layout = status.layout.replace(/ layout$/, '') || 'layout open';
  const findings = errors + warnings;
  const icon = errors > 0 ? '$(error)' : warnings > 0 ? '$(warning)' : '$(check)';
  const parts = [errors && counted(errors, 'error'), warnings && counted(warnings, 'warning'), hints && counted(hints, 'hint')];
  const said = parts.filter(Boolean).join(', ') || 'no findings';
  const claims = status.verified + status.wrong + status.unchecked;
  const lines = [
    `**nablint** — ${said}`,
    `Layout: **${layout}**${status.stated ? ', stated in the note' : ''}${status.why ? ` (${status.why})` : ''}`,
  ];
  if (claims > 0) lines.push(`${counted(claims, 'claim')}: ${status.verified} verified, ${status.wrong} wrong, ${status.unchecked} not checked`);
  lines.push('Click to state the layout.');
  return {
    text: `∇ ${layout} ${icon}${findings > 0 ? ` ${findings}` : ''}`,
    spoken: `nablint: ${layout}, ${said}`,
    tooltip: lines.join('\n\n'),
  };
}
