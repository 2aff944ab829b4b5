/**
 * The ways to take one option of each place, those of the first options first; none where a place has no option.
 * @param most how many are followed from place to place
 */
export function waysThrough<T>(places: readonly (readonly T[])[], most: number): readonly (readonly T[])[] {
  let ways: readonly (readonly T[])[] = [[]];
  for (const options of places) {
    ways = ways.flatMap((way) => options.map((option) => [...way, option])).slice(0, most);
  }
  return ways;
}
