/**
 * Joins the metrics of several processes, each in Prometheus' text format: a family's lines must stand
 * together under one header. The series stay apart by their own labels.
 */
export function joinExpositions(texts: readonly string[]): string {
  const families = new Map<string, { readonly header: string[]; readonly samples: string[] }>();
  for (const text of texts) {
    let name = '';
    const seen = new Set<string>();
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const header = /^# (?:HELP|TYPE|UNIT) (\S+)/.exec(line);
      if (header !== null) name = header[1]!;
      else if (line.startsWith('#')) continue;
      const family = families.get(name) ?? { header: [], samples: [] };
      families.set(name, family);
      if (header === null) family.samples.push(line);
      else if (!seen.has(line) && !family.header.includes(line)) family.header.push(line);
      seen.add(line);
    }
  }
  return [...families.values()].flatMap(({ header, samples }) => [...header, ...samples, '']).join('\n');
}
