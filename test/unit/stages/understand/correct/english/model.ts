import { readFileSync } from 'node:fs';
import { openEnglishModel } from '../../../../../../src/stages/understand/correct/english/english-model.ts';

/** The model as it is shipped. */
export const MODEL_BYTES = readFileSync('dictionaries/english.spelling.bin');
export const MODEL = openEnglishModel(MODEL_BYTES);
