/** The HTML of the panel: no inline script or style, nothing from the network. */

export interface Addresses {
  script: string;
  style: string;
  /** The webview's own source for the content security policy. */
  source: string;
}

export function page({ script, style, source }: Addresses): string {
  const policy = ["default-src 'none'", `script-src ${source}`, `style-src ${source}`, "base-uri 'none'", "form-action 'none'"].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>Chain rule</title>
</head>
<body>
<header>
<h1 id="title" aria-live="polite">Chain rule</h1>
<p id="caption"></p>
</header>
<main>
<section id="graph" aria-label="Dependency graph. Arrow keys move along the edges, Enter jumps to the note."></section>
<section id="faults" aria-label="Wrong factors"></section>
<section id="paths" aria-label="Paths of the chain rule"></section>
</main>
<script src="${script}"></script>
</body>
</html>`;
}
