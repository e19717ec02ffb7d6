// The tasks of the page, in the order of their tabs: how each is entered, what stands beside its answer, where it begins.

/** @type {Record<string, {entry: string, view: string, network: string}>} */
export const TASKS = {
  digits: { entry: 'drawing', view: 'pictures', network: 'cnn' },
  strokes: { entry: 'drawing', view: 'path', network: 'gru' },
  names: { entry: 'words', view: 'reading', network: 'gru' },
  reviews: { entry: 'words', view: 'reading', network: 'lstm' },
  series: { entry: 'numbers', view: 'forecast', network: 'gru' },
  cancer: { entry: 'sliders', view: 'features', network: 'fnn' },
  diabetes: { entry: 'sliders', view: 'features', network: 'fnn' },
};
