interface JsonTreeProps {
  readonly value: unknown;
  /** Before the value; absent at the top. */
  readonly name?: string;
  /** How many levels are open at first. */
  readonly open?: number;
}

/** Any JSON value, its objects and lists to be opened and closed. */
export function JsonTree({ value, name, open = 1 }: JsonTreeProps) {
  const label = name === undefined ? null : <span class="json-key">{name}: </span>;
  if (typeof value !== 'object' || value === null) {
    return (
      <div class="json-leaf">
        {label}
        <span class={`json-${value === null ? 'null' : typeof value}`}>{leafText(value)}</span>
      </div>
    );
  }
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  const [from, to] = isList ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) {
    return (
      <div class="json-leaf">
        {label}
        {from}
        {to}
      </div>
    );
  }
  return (
    <details class="json" open={open > 0}>
      <summary>
        {label}
        <span class="json-count">
          {from}
          {entries.length}
          {to}
        </span>
      </summary>
      {entries.map(([key, inner]) => (
        <JsonTree key={key} name={key} value={inner} open={open - 1} />
      ))}
    </details>
  );
}

function leafText(value: unknown): string {
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(6)));
  return typeof value === 'string' ? value : String(value);
}
