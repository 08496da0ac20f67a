/** Restarts after crashes, with a clock that the test turns; what a fallen process said. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Crashes, Tail } from '../../src/server/crashes.js';

test('three crashes in a row are forgiven, the fourth is not', () => {
  const crashes = new Crashes(() => 0);
  assert.deepEqual([1, 2, 3, 4].map(() => crashes.another()), [true, true, true, false]);
  assert.equal(crashes.count, 4);
});

test('crashes far apart are forgiven for ever', () => {
  let now = 0;
  const crashes = new Crashes(() => now);
  for (let i = 0; i < 20; i++) {
    assert.equal(crashes.another(), true);
    now += 61_000;
  }
});

test('a restart by hand begins a new count', () => {
  const crashes = new Crashes(() => 0);
  for (let i = 0; i < 4; i++) crashes.another();
  crashes.forget();
  assert.equal(crashes.another(), true);
});

test('the tail keeps the last words and no more', () => {
  const tail = new Tail(20);
  tail.add('x'.repeat(100));
  tail.add('\nTraceback\nValueError: no\n');
  assert.equal(tail.last, 'ValueError: no');
  assert.ok(tail.lines.length <= 20);
});
