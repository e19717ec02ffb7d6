// What is said of a run that was computed again, in both languages.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

globalThis.window = new EventTarget();
globalThis.location = new URL('http://here/');
globalThis.history = { state: null, replaceState() {}, pushState() {} };
globalThis.fetch = async (url) => new Response(JSON.stringify({ check: words(String(url).slice(-2)) }));
const { setLanguage } = await import('../../playground/ui/components/text/text.js');
const { toldCheck } = await import('../../playground/ui/components/run/check.js');
globalThis.document = { documentElement: {}, body: { classList: { add() {} } } };

/** The table [check] as it stands in playground/text. */
function words(language) {
  const file = readFileSync(new URL(`../../playground/text/networks.${language}.toml`, import.meta.url), 'utf8');
  return Object.fromEntries([...file.split('[check]')[1].matchAll(/^(\w+) = (".*")$/gm)].map(([, name, text]) => [name, JSON.parse(text)]));
}

test('equal, apart, and of unknown layers', async () => {
  await setLanguage('en');
  assert.equal(toldCheck({ largest: 4.59e-7, output: 1.2e-7, unknown: [] }), 'Equal to the network’s own forward within 1.2e-7; each value equal to what its equation makes of those before it within 4.6e-7.');
  assert.match(toldCheck({ largest: 0.02, output: 0 }), /^Not equal .* by 0, a value by 2\.0e-2/);
  assert.match(toldCheck({ largest: null, output: null }), /^Not equal .* by ∞/);
  assert.match(toldCheck({ largest: 0, output: 0, unknown: [{ kind: 'Opaque', layer: 1 }] }), /Opaque 1\.$/);
  assert.equal(toldCheck(null), '');
  await setLanguage('zh');
  assert.match(toldCheck({ largest: 4.59e-7, output: 1.2e-7 }), /前向计算相等.*1\.2e-7.*4\.6e-7/);
});
