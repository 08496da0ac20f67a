/** The second extension of the host tests: runs the suite that the environment names. */
import { runAll } from './harness.js';

export async function activate(): Promise<void> {
  const results = process.env.NABLINT_TEST_RESULTS;
  if (!results) return;
  const suite = process.env.NABLINT_TEST_SUITE;
  if (suite === 'features') await import('./features.js');
  else if (suite === 'restricted') await import('./restricted.js');
  else if (suite === 'interpreter') await import('./interpreter.js');
  else if (suite === 'faults') await import('./faults.js');
  void runAll(results);
}
