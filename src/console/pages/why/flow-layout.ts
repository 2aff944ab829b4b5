import type { Work } from '../../parts/search/timeline.ts';

/** A box of the drawing; pixels from its upper left corner. */
export interface FlowBox {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** Undefined for the two ends. */
  readonly work: Work | undefined;
  /** Where its row begins. */
  readonly rowY: number;
}

export interface FlowLayout {
  readonly boxes: readonly FlowBox[];
  /** As SVG writes paths. */
  readonly edges: readonly { readonly id: string; readonly path: string }[];
  readonly width: number;
  readonly height: number;
}

export const BOX = { width: 124, height: 46 } as const;
const GAP = { x: 26, y: 12 } as const;
const ROW_GAP = 30;
const MARGIN = 12;
/** How far beside a column lies the line that its boxes share on the way to or from another row. */
const CHANNEL = 8;

/** Works that ran at the same time are one column; the ends of the request are columns of their own. */
type Column = readonly (Work | undefined)[];

/**
 * Draws the flow from left to right, in as many rows as the width asks for. Legs stand below one another.
 * @param works by when they began
 * @param width that there is, pixels
 */
export function layoutFlow(works: readonly Work[], width: number): FlowLayout {
  const columns: Column[] = [[undefined], ...columnsOf(works), [undefined]];
  const perRow = Math.max(1, Math.floor((width - 2 * MARGIN + GAP.x) / (BOX.width + GAP.x)));
  const boxes: FlowBox[][] = [];
  let y = MARGIN;
  for (let from = 0; from < columns.length; from += perRow) {
    const row = columns.slice(from, from + perRow);
    const tallest = Math.max(...row.map(heightOf));
    row.forEach((column, at) => {
      const top = y + (tallest - heightOf(column)) / 2;
      boxes.push(
        column.map((work, below) => ({
          id: `${from + at}.${below}`,
          x: MARGIN + at * (BOX.width + GAP.x),
          y: top + below * (BOX.height + GAP.y),
          work,
          rowY: y,
        })),
      );
    });
    y += tallest + ROW_GAP;
  }
  const edges = boxes.slice(1).flatMap((column, at) =>
    boxes[at]!.flatMap((source) =>
      column.map((target) => ({
        id: `${source.id} ${target.id}`,
        path:
          target.x > source.x
            ? curve(source, target)
            : turn(source, target, { out: boxes[at]!.length === 1, into: column.length === 1 }),
      })),
    ),
  );
  const usedColumns = Math.min(perRow, columns.length);
  return {
    boxes: boxes.flat(),
    edges,
    width: 2 * MARGIN + usedColumns * (BOX.width + GAP.x) - GAP.x,
    height: y - ROW_GAP + MARGIN,
  };
}

/** Legs that overlap stand together, and those that were left out beside them; everything else alone. */
function columnsOf(works: readonly Work[]): Column[] {
  const columns: Work[][] = [];
  for (const work of works) {
    const last = columns.at(-1);
    const endMs = Math.max(...(last ?? []).map(({ startMs, durationMs }) => startMs + durationMs));
    const areLegs = work.kind === 'retrieve' && last?.[0]?.kind === 'retrieve';
    const isNone = ({ outcome }: Work): boolean => outcome === 'skipped';
    const together = areLegs && (work.startMs < endMs || isNone(work) || last!.every(isNone));
    if (together) last!.push(work);
    else columns.push([work]);
  }
  return columns;
}

function heightOf(column: Column): number {
  return column.length * (BOX.height + GAP.y) - GAP.y;
}

function curve(from: FlowBox, to: FlowBox): string {
  const [x1, y1] = [from.x + BOX.width, from.y + BOX.height / 2];
  const [x2, y2] = [to.x, to.y + BOX.height / 2];
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

/**
 * On to the next row, along the gap between the rows. A box that is alone in its column is left below and entered from above;
 * others by their sides, so that no line runs through one of them to the next as if they followed one another.
 */
function turn(from: FlowBox, to: FlowBox, alone: { readonly out: boolean; readonly into: boolean }): string {
  const along = to.rowY - ROW_GAP / 2;
  const right = from.x + BOX.width;
  const out = alone.out
    ? `M${from.x + BOX.width / 2} ${from.y + BOX.height}V${along}`
    : `M${right} ${from.y + BOX.height / 2}H${right + CHANNEL}V${along}`;
  const into = alone.into
    ? `H${to.x + BOX.width / 2}V${to.y}`
    : `H${to.x - CHANNEL}V${to.y + BOX.height / 2}H${to.x}`;
  return out + into;
}
