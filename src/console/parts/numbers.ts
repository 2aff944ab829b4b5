/** Milliseconds as people read them: two digits below ten, none above a hundred. */
export function milliseconds(value: number): string {
  if (value < 10) return value.toFixed(2);
  return value < 100 ? value.toFixed(1) : value.toFixed(0);
}

/** A ranking score; scores of different searches have nothing in common, so that four digits are enough. */
export function score(value: number | null): string {
  if (value === null) return '–';
  return String(Number(value.toPrecision(4)));
}

export function signed(value: number, digits: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}

/** The sign stays with its number at the end of a line. */
export function percent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)}\u00a0%`;
}

/** A moment as the reader's own clock shows it. */
export function moment(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const two = (part: number): string => String(part).padStart(2, '0');
  return (
    `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ` +
    `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  );
}

/** How a language writes units of time. */
export interface TimeUnits {
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

/** A duration in its two largest units. */
export function duration(seconds: number, { day, hour, minute, second }: TimeUnits): string {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3_600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  if (days > 0) return `${days} ${day} ${hours} ${hour}`;
  if (hours > 0) return `${hours} ${hour} ${minutes} ${minute}`;
  const rest = Math.floor(seconds % 60);
  return minutes > 0 ? `${minutes} ${minute} ${rest} ${second}` : `${rest} ${second}`;
}
