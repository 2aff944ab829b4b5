/** What tells a mistake from a rare but right word. */
export const FEATURES = [
  'bias',
  'margin',
  'marginSquared',
  'characters',
  'charactersSquared',
  'both',
  'neighbours',
  'neighboursSquared',
  'neighboursMargin',
  'neighboursCharacters',
  'neighboursBest',
  'sound',
  'shape',
  'cost',
  'single',
  'long',
  'two',
  'oldWhole',
  'oldWholeScore',
  'oldWholeSeen',
  'oldPieces',
  'oldRarest',
  'newScore',
  'newPairs',
  'oldPairs',
  'newTriples',
  'oldTriples',
  'oldDoubles',
  'inBest',
  'bestMargin',
  'bestMarginSquared',
  'known',
  'oldKnown',
] as const;
type Feature = (typeof FEATURES)[number];

/** Place of each feature. */
export const FEATURE = Object.fromEntries(FEATURES.map((name, at) => [name, at])) as Record<Feature, number>;

/** What the other proposals of a text add: `Company`, how it is weighed by itself, and the length of the text (its logarithm). */
export const TOGETHER = ['alone', 'others', 'surest', 'rival', 'length'] as const;
