/** Copies the pictures that the end-to-end tests took to images/, for the README and the walkthrough. Look at them first. */
import { copyFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const taken = path.join(root, 'test-output/pictures');
for (const name of readdirSync(taken)) copyFileSync(path.join(taken, name), path.join(root, 'images', name));
