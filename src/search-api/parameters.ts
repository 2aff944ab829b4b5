import { Doubt } from './bypass-reason.ts';
import { type Feature, FEATURES } from './feature-table.ts';

/** What readers take differently: `;` separates parameters for some, `#` ends the address for others. */
const DOUBTFUL = /[^!-~]|[;#\\]/;
const PLAIN_NAME = /^[a-z_]+$/;

/**
 * The parameters of a raw query string, decoded.
 * @param features the rows that its parameters may have
 * @throws Doubt when one is unknown, stands twice or cannot be read for certain
 */
export function readParameters(
  queryString: string,
  features: ReadonlyMap<string, Feature> = FEATURES.parameter,
): ReadonlyMap<string, string> {
  if (DOUBTFUL.test(queryString)) throw new Doubt('parameter');
  const parameters = new Map<string, string>();
  for (const pair of queryString.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    if (parameters.has(name)) throw new Doubt('parameter');
    const feature = features.get(name);
    if (feature === undefined) throw new Doubt(PLAIN_NAME.test(name) ? 'unknown_parameter' : 'parameter');
    if (feature.disposition === 'bypass') throw new Doubt(feature.reason ?? 'unknown_parameter');
    parameters.set(name, equals < 0 ? '' : decode(pair.slice(equals + 1)));
  }
  return parameters;
}

/** The raw query string without these parameters, everything else as it stands. */
export function withoutParameters(queryString: string, names: ReadonlySet<string>): string {
  return queryString
    .split('&')
    .filter((pair) => !names.has(pair.split('=', 1)[0] ?? ''))
    .join('&');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) throw new Doubt('parameter');
    throw error;
  }
}
