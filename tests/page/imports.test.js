// The import graph of the page: every file is there, and no module imports itself by a way round.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../playground/ui/components', import.meta.url));
const files = readdirSync(ROOT, { recursive: true }).map(String).filter((name) => name.endsWith('.js'));
const graph = new Map(files.map((name) => {
  const source = readFileSync(join(ROOT, name), 'utf8');
  const found = [...source.matchAll(/^(?:import|export)\b[^;]*?from '(\.[^']+)';$/gm)].map(([, path]) => normalize(join(dirname(name), path)));
  return [name, found];
}));

test('every imported module is there', () => {
  assert.ok(graph.size > 50);
  for (const [name, found] of graph) for (const path of found) assert.ok(graph.has(path), `${name} imports ${path}`);
});

test('no import cycle', () => {
  const done = new Set();
  const visit = (name, way) => {
    assert.ok(!way.includes(name), [...way.slice(way.indexOf(name)), name].join(' -> '));
    if (done.has(name)) return;
    for (const path of graph.get(name) ?? []) visit(path, [...way, name]);
    done.add(name);
  };
  for (const name of graph.keys()) visit(name, []);
});

test('the folders that need no page import none that does', () => {
  const pure = ['server/wire.js', 'run/trace.js', 'run/declarations.js', 'run/series.js', 'run/unit_orders.js', 'text/numbers.js', 'store/signal.js', 'store/changes_from_address.js'].map((name) => name.replaceAll('/', sep));
  for (const name of pure) for (const path of graph.get(name) ?? []) assert.ok(pure.includes(path), `${name} imports ${path}`);
});
