/** A unit and all the ways to write it; the first is what catalogues print. */
interface Unit {
  /** Latin spellings, lower case. */
  readonly latin: readonly string[];
  /** Chinese spellings, simplified. */
  readonly han: readonly string[];
}

const UNITS: readonly Unit[] = [
  { latin: ['mAh'], han: ['毫安时', '毫安'] },
  { latin: ['Wh'], han: ['瓦时'] },
  { latin: ['kW'], han: ['千瓦'] },
  { latin: ['W'], han: ['瓦特', '瓦'] },
  { latin: ['V'], han: ['伏特', '伏'] },
  { latin: ['ml'], han: ['毫升'] },
  { latin: ['L'], han: ['公升', '升'] },
  { latin: ['kg'], han: ['公斤', '千克'] },
  { latin: ['g'], han: ['克'] },
  { latin: ['mg'], han: ['毫克'] },
  { latin: [], han: ['斤'] },
  { latin: ['mm'], han: ['毫米'] },
  { latin: ['cm'], han: ['厘米', '公分'] },
  { latin: ['km'], han: ['公里', '千米'] },
  { latin: ['m'], han: ['米'] },
  { latin: ['inch', 'in'], han: ['英寸', '寸'] },
  { latin: ['Hz'], han: ['赫兹'] },
  { latin: ['kHz'], han: [] },
  { latin: ['MHz'], han: [] },
  { latin: ['GHz'], han: [] },
  { latin: ['GB'], han: [] },
  { latin: ['TB'], han: [] },
  { latin: ['MB'], han: [] },
  { latin: ['oz'], han: ['盎司'] },
  { latin: ['lb', 'lbs'], han: ['磅'] },
  { latin: ['ft'], han: ['英尺'] },
];

const BY_NAME: ReadonlyMap<string, Unit> = new Map(
  UNITS.flatMap((unit) =>
    [...unit.latin, ...unit.han].map((name): [string, Unit] => [name.toLowerCase(), unit]),
  ),
);

/** Spellings for a regular expression, longest first. */
const spellings = (of: 'latin' | 'han'): string =>
  UNITS.flatMap((unit) => unit[of])
    .toSorted((a, b) => b.length - a.length)
    .join('|');
export const LATIN_UNITS = spellings('latin');
export const HAN_UNITS = spellings('han');

/** A mobile network or a screw thread, not a weight or a length: 5g, M3. */
const isName = (value: number, unit: string): boolean => /^[gm]$/i.test(unit) && value < 10;

/**
 * Ways to write a value with its unit, each a list of terms; empty for a unit that is unknown or a name.
 * @param value as a number, however it was written
 */
export function waysToWrite(value: number, unit: string): readonly (readonly string[])[] {
  const known = BY_NAME.get(unit.toLowerCase());
  if (known === undefined || isName(value, unit)) return [];
  const [latin] = known.latin;
  const [han] = known.han.toSorted((a, b) => a.length - b.length);
  return [
    ...(latin === undefined ? [] : [[`${value}${latin}`], [String(value), latin]]),
    ...(han === undefined ? [] : [[`${value}${han}`]]),
  ];
}
