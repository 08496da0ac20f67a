/** Which notes wake nablint up. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isRelevant, isSupported } from '../../src/relevance.js';

describe('awake', () => {
  for (const text of [
    '$$\\frac{\\partial L}{\\partial w} = X^\\top r$$',
    'so $\\frac{dy}{dx}$ is',
    '$\\nabla f$',
    'Let $x \\in \\mathbb{R}^n$.',
    'an $m \\times n$ array',
    'a column vector $v$ of length $n$',
    '<!-- nablint: let x: n -->',
    "the Jacobian \\(J_f\\) of",
    '$X^T X$',
    '∂f/∂x ∈ ℝ',
  ]) {
    test(text, () => assert.equal(isRelevant(text), true));
  }
});

describe('asleep', () => {
  for (const text of ['# Shopping\n\n- milk, $3\n- bread, $4', 'The parser \\parses `$PATH`', 'A sum $1 + 1 = 2$ of numbers.', 'A vector graphics format.', '']) {
    test(JSON.stringify(text), () => assert.equal(isRelevant(text), false));
  }
});

test('a hostile text is looked at in no time', () => {
  for (const piece of ['\\frac ', '$', '\\begin{', '^{ ', '\\frac{', '^\\mathrm{ ']) {
    const began = performance.now();
    isRelevant(piece.repeat(300_000));
    assert.ok(performance.now() - began < 2000, piece);
  }
});

test('documents that are nobody’s notes are left alone', () => {
  assert.equal(isSupported('markdown', 'file'), true);
  assert.equal(isSupported('markdown', 'vscode-notebook-cell'), true);
  assert.equal(isSupported('quarto', 'untitled'), true);
  assert.equal(isSupported('python', 'file'), false);
  assert.equal(isSupported('markdown', 'git'), false);
});
