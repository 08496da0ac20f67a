/** Whether a text can interest nablint at all: a scan that costs no server and no memory. */

/** Only this much of a document is looked at; a longer one is taken as relevant if its beginning is. */
const LIMIT = 2_000_000;

const DERIVATIVE_OR_DECLARATION = new RegExp(
  [
    String.raw`nablint:`,
    String.raw`\\(?:partial|nabla|pdv?|dv|grad|jac|diffp?|dot|ddot|mathbb|Reals|top|intercal|otimes|odot|xrightarrow)(?![A-Za-z])`,
    String.raw`\\R(?![A-Za-z])`,
    String.raw`\\frac *\{ *(?:d|\\mathrm *\{ *d)`,
    String.raw`\\times(?![A-Za-z])`,
    String.raw`\^\{? ?(?:\\(?:mathsf|mathrm|rm|text) ?\{? ?)?T(?![A-Za-z])`,
    String.raw`[∂∇ℝ]`,
  ].join('|'),
);

const FORMULA = /\$|\\\(|\\\[|\\begin\{|\{math\}/;
const SHAPE_WORDS = /\b(?:matri(?:x|ces)|vectors?|dimensions?|jacobian|gradient|hessian)\b/i;

/** Whether the text holds a derivative, a declaration, or words about shapes beside formulas. */
export function isRelevant(text: string): boolean {
  const head = text.length > LIMIT ? text.slice(0, LIMIT) : text;
  if (DERIVATIVE_OR_DECLARATION.test(head)) return true;
  return FORMULA.test(head) && SHAPE_WORDS.test(head);
}

/** The languages nablint reads, by VS Code's names. */
export const LANGUAGES: readonly string[] = ['markdown', 'latex', 'tex', 'quarto', 'rmd', 'mdx', 'myst', 'restructuredtext'];

const SCHEMES: ReadonlySet<string> = new Set(['file', 'untitled', 'vscode-notebook-cell', 'vscode-remote', 'vscode-userdata']);

export function isSupported(languageId: string, scheme: string): boolean {
  return LANGUAGES.includes(languageId) && SCHEMES.has(scheme);
}
