// The tasks of the page, in the order of their tabs: how each is entered, with which network and which of its examples it begins.

/** @type {Record<string, {entry: string, network: string, example?: number}>} */
export const TASKS = {
  digits: { entry: 'drawing', network: 'cnn', example: 3 },
  strokes: { entry: 'drawing', network: 'gru', example: 3 },
  names: { entry: 'words', network: 'gru' },
  reviews: { entry: 'words', network: 'lstm' },
  series: { entry: 'numbers', network: 'gru' },
  cancer: { entry: 'sliders', network: 'fnn', example: 3 },
  diabetes: { entry: 'sliders', network: 'fnn', example: 3 },
  plane: { entry: 'sliders', network: '' }, // of networks of the visitor's own, and there is a tab for it with the first of them
};
