/**
 * Pairs as somebody types them, `segment=member, device=phone`.
 * @returns undefined where that is not what is written
 */
export function parseContext(text: string): Readonly<Record<string, string>> | undefined {
  const pairs = text
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => pair.split(/=(.*)/s, 2).map((part) => part.trim()));
  if (pairs.some(([key = '', value]) => key === '' || value === undefined)) return undefined;
  return Object.fromEntries(pairs.map(([key = '', value = '']) => [key, value]));
}
