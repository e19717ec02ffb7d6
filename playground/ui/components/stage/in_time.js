// What a picture in time needs beside one without: it comes with the first network that reads in steps.

import * as chart from './forms/chart.js';
import { FORMS } from './forms/forms.js';
import * as given from './forms/given.js';
import * as guess from './forms/guess.js';
import * as lane from './forms/lane.js';

Object.assign(FORMS, { chart, given, guess, lane });

export { layoutOf } from './layout/layout.js';
export { movedInTime } from './time/keys.js';
export { mountTime } from './time/time.js';
