export interface CurlSearch {
  /** Of the data port, without a path. */
  readonly url: string;
  readonly index: string;
  readonly body: string;
  /** Empty: the one that the index goes through. */
  readonly pipeline: string;
  readonly context: Readonly<Record<string, string>>;
  /** Whether the caller says who they are; what they say stays out of the command. */
  readonly authorized: boolean;
}

/** The command by which a shell sends a search as an app would. */
export function curlOf({ url, index, body, pipeline, context, authorized }: CurlSearch): string {
  const pairs = Object.entries(context).map(([key, value]) => `${key}=${headerValue(value)}`);
  const parts = [
    `curl ${quoted(`${url}/${encodeURIComponent(index)}/_search`)}`,
    `-H ${quoted('Content-Type: application/json')}`,
    ...(pipeline === '' ? [] : [`-H ${quoted(`Relevance-Pipeline: ${pipeline}`)}`]),
    ...(pairs.length === 0 ? [] : [`-H ${quoted(`Relevance-Context: ${pairs.join(', ')}`)}`]),
    ...(authorized ? ['-H "Authorization: $ELASTICSEARCH_AUTHORIZATION"'] : []),
    `--data-raw ${quoted(body)}`,
  ];
  return parts.join(' \\\n  ');
}

/** One word for a POSIX shell, whatever it holds. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** As `Relevance-Context` wants it: in quotes where it holds what separates pairs. */
function headerValue(value: string): string {
  return /[",;\\]/.test(value) ? `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"` : value;
}
