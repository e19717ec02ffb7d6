// The links of the lesson plans: every key is understood by the reader of the address.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readInput } from '../../playground/ui/components/kept/input_code.js';
import { problemsOf, readersOf } from '../../playground/ui/components/embed/asked.js';
import { TASKS } from '../../playground/ui/components/tasks.js';

const FOLDER = new URL('../../docs/teaching/', import.meta.url);
const links = readdirSync(FOLDER).filter((name) => name.endsWith('.md'))
  .flatMap((name) => [...readFileSync(new URL(name, FOLDER), 'utf8').matchAll(/\((http:[^)]*)\)/g)].map(([, link]) => [name, new URL(link)]));

test('every link is understood', () => {
  assert.ok(links.length > 100);
  for (const [name, { searchParams }] of links) {
    const keys = Object.fromEntries(searchParams);
    assert.deepEqual(problemsOf(keys, readersOf()), [], name);
    if (!keys.input) continue;
    const shown = [...'0123456789'].map((label) => ({ label, input: { strokes: [] } }));
    assert.ok(readInput(keys.input, TASKS[keys.task].entry, shown), `${name}: ${keys.input}`);
  }
});
