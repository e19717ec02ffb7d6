// The tasks of the page, in the order of their tabs: how each is entered, where it begins.

/** @type {Record<string, {entry: string, network: string}>} */
export const TASKS = {
  digits: { entry: 'drawing', network: 'cnn' },
  strokes: { entry: 'drawing', network: 'gru' },
  names: { entry: 'words', network: 'gru' },
  reviews: { entry: 'words', network: 'lstm' },
  series: { entry: 'numbers', network: 'gru' },
  cancer: { entry: 'sliders', network: 'fnn' },
  diabetes: { entry: 'sliders', network: 'fnn' },
};
