// The places of the memory lab, which are not part of the first page.

export const SKELETON = `
<div class="pg-memory-head"><span data-switch></span><h2 class="pg-unseen" data-text="memory.title"></h2><p class="pg-message" role="status" aria-live="polite"></p></div>
<div class="pg-memory-form">
  <h3 data-text="memory.task"></h3>
  <div class="pg-segmented" role="group" data-label="memory.task" data-tasks></div>
  <p class="pg-muted" data-about></p>
  <h3 data-text="memory.lag"></h3>
  <div class="pg-segmented" role="group" data-label="memory.lag" data-lags></div>
  <h3 data-text="memory.weights"></h3>
  <div class="pg-segmented" role="group" data-label="memory.weights" data-weights></div>
  <h3 data-text="memory.sequence"></h3>
  <textarea data-label="memory.sequence" spellcheck="false" rows="4"></textarea>
  <div class="pg-chips" data-symbols></div>
  <div class="pg-chips"><button type="button" class="filled" data-run data-text="memory.run"></button><button type="button" data-another data-text="memory.another"></button></div>
</div>
<div class="pg-memory-lanes"><div class="pg-memory-cursor" hidden></div><p class="pg-memory-step pg-muted" aria-live="off"></p></div>
<div class="pg-memory-charts">
  <h3 data-text="memory.accuracy.title"></h3><div class="pg-chart" data-accuracy></div><p class="pg-muted" data-accuracy-about></p>
  <h3 data-text="memory.gradient.title"></h3><div class="pg-chart" data-gradient></div><p class="pg-muted" data-text="memory.gradient.about"></p>
</div>
<div class="pg-memory-factor"></div>
<div class="pg-memory-live"></div>
<div class="pg-memory-told"></div>
`;
