import { driftText } from '../../composition/analyzer-drift.ts';
import { type CataloguesInForce, createCatalogues, dictionaryFile } from '../../composition/catalogues.ts';
import { openDictionaries } from '../../composition/dictionaries.ts';
import type { Config } from '../../config/schema.ts';
import { loadRules } from '../../live-rules/live-rules.ts';
import type { RuleFault } from '../../rules/expansion.ts';
import { SILENT } from '../silent.ts';
import { wordCheck } from '../word-check.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const OLD_DAYS = 60;
const DAY_MS = 24 * 60 * 60 * 1000;
const SHOWN = 5;

/** What was built of each catalogue. @param now milliseconds since 1970 */
export async function checkDictionaries(config: Config, now: number): Promise<readonly Finding[]> {
  const about = 'dictionary';
  const catalogues = await createCatalogues(SILENT).open(config);
  const wanted = [...new Set([...catalogues.names, ...Object.keys(config.indices ?? {})])];
  const faulty = catalogues.faults.map((text) =>
    fault(about, text, 'build it again: relevance dictionary build'),
  );
  const found = wanted.map((index) => dictionaryFinding(index, config, { catalogues, now }));
  if (faulty.length + found.length > 0) return [...faulty, ...found];
  return [
    warning(
      about,
      'there is none',
      'relevance dictionary build --index NAME: corrections, names and completions come from it',
    ),
  ];
}

function dictionaryFinding(
  index: string,
  config: Config,
  { catalogues, now }: { readonly catalogues: CataloguesInForce; readonly now: number },
): Finding {
  const about = `dictionary of ${index}`;
  const build = `relevance dictionary build --index ${index}`;
  const dictionary = catalogues.of(index);
  if (dictionary === undefined) return warning(about, `${dictionaryFile(config, index)} is not there`, build);
  const days = Math.floor((now - Date.parse(dictionary.origin.builtAt)) / DAY_MS);
  const detail = `${dictionary.size} terms of ${dictionary.origin.documents} documents, ${days} days old`;
  if (catalogues.completerOf(index) === undefined)
    return warning(about, `${detail}, without completions`, build);
  return days > OLD_DAYS ? warning(about, detail, build) : ok(about, detail);
}

/** How the analyzers of the indices fit the words of the gateway. */
export async function checkAnalyzers(config: Config): Promise<readonly Finding[]> {
  const { drift } = await wordCheck(config);
  return drift.map((one) => {
    const about = `analyzer ${one.analyzer} of ${one.index}`;
    if (one.differing.length === 0) return ok(about, `${one.tried} words are cut alike`);
    const advice =
      'give both the same words: segmentation.userDictionaries here, the user dictionary of the analyzer there';
    return warning(about, driftText(one), advice);
  });
}

/** Rule files of the folder, read as a gateway would. */
export async function checkRuleFiles(config: Config): Promise<readonly Finding[]> {
  const { url, index } = config.rules.source;
  if (url !== null || index !== null) {
    return [ok('rules', 'from a shared place: GET /api/rules of the admin port says how it stands')];
  }
  const catalogues = await createCatalogues(SILENT).open(config);
  const { segmenterOf, segmenters } = await openDictionaries(config, SILENT, catalogues);
  const { folder } = config.rules;
  const origin = () => ({ folder });
  const loaded = await loadRules({
    rules: config.rules,
    origin,
    segmenterOf,
    vocabularies: () => new Map(),
    segmenters,
  });
  const advice = `relevance rules check ${folder}`;
  if (loaded.errors.length > 0) return [fault('rules', faultsText(loaded.errors), advice)];
  const count = `${loaded.files.length} files, ${loaded.files.reduce((sum, { rules }) => sum + (rules ?? 0), 0)} rules`;
  if (loaded.warnings.length > 0)
    return [warning('rules', `${count}; ${faultsText(loaded.warnings)}`, advice)];
  return [ok('rules', `${folder}: ${count}`)];
}

function faultsText(faults: readonly RuleFault[]): string {
  const shown = faults.slice(0, SHOWN).map(({ file, line, message }) => `${file}:${line}: ${message}`);
  const more = faults.length > SHOWN ? [`and ${faults.length - SHOWN} more`] : [];
  return [...shown, ...more].join('; ');
}
