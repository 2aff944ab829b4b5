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

/** The same metrics as OpenMetrics 1.0: counters' families are named without `_total`, and the end is marked. */
export function asOpenMetrics(text: string): string {
  const lines = text.split('\n').filter((line) => line !== '');
  const counters = new Set(
    lines.flatMap((line) => /^# TYPE (\S+)_total counter$/.exec(line)?.slice(1) ?? []),
  );
  const named = lines.map((line) =>
    line.replace(/^(# (?:HELP|TYPE) )(\S+)_total /, (header, start: string, family: string) =>
      counters.has(family) ? `${start}${family} ` : header,
    ),
  );
  return [...named, '# EOF', ''].join('\n');
}
