import { GatewayError } from '../../../errors.ts';

const LINE = /^([a-z][a-z-]*):(.*)$/;

/**
 * Reads a lexicon, one line `tag: word, word, …`; `#` starts a comment. A word's last tag holds.
 * @param file for messages
 * @returns tags by word, as written
 * @throws GatewayError `config_invalid` with every fault, each with file and line
 */
export function readLexicon(text: string, file: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  const faults: string[] = [];
  text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .forEach((line, at) => {
      const said = line.replace(/#.*$/, '').trim();
      if (said === '') return;
      const [, tag, words] = LINE.exec(said) ?? [];
      if (tag === undefined || words === undefined) {
        faults.push(`${file}:${at + 1}: expected "tag: word, word"`);
        return;
      }
      for (const word of words.split(',')) if (word.trim() !== '') tags.set(word.trim(), tag);
    });
  if (faults.length > 0) throw new GatewayError('config_invalid', faults.join('\n'));
  return tags;
}
