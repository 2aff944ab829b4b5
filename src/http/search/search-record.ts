import type { GatewayStep } from '../../admin-api/explain.ts';
import type { Clock } from '../../domain/clock.ts';
import type { SearchPipeline, StageReport } from '../../domain/search.ts';

/** What one search of the admin port did when, on one line of time that begins with it. */
export class SearchRecord {
  readonly #clock: Clock;
  readonly #beganMs: number;
  readonly #stages: StageReport[] = [];
  readonly #steps: GatewayStep[] = [];
  /** When the pipeline began; 0 before it did. */
  #pipelineMs = 0;
  #sent: Uint8Array | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#beganMs = clock.now();
  }

  /** In the order in which they ended. */
  get stages(): readonly StageReport[] {
    return this.#stages;
  }

  get steps(): readonly GatewayStep[] {
    return this.#steps;
  }

  /** The body of leg 1 as it was sent last; undefined where none was. */
  get sent(): Uint8Array | undefined {
    return this.#sent;
  }

  elapsedMs(): number {
    return this.#clock.now() - this.#beganMs;
  }

  report(report: StageReport): void {
    this.#stages.push({ ...report, startMs: report.startMs + this.#pipelineMs });
  }

  async step<T>(step: GatewayStep['step'], run: () => Promise<T>): Promise<T> {
    const startMs = this.elapsedMs();
    try {
      return await run();
    } finally {
      this.#steps.push({ step, startMs, durationMs: this.elapsedMs() - startMs });
    }
  }

  /** Runs a search with its pipeline watched: what is before it is reading, what is behind it is bringing the hits. */
  async around<T>(pipeline: SearchPipeline, run: (watched: SearchPipeline) => Promise<T>): Promise<T> {
    let endedMs: number | undefined;
    const readMs = this.elapsedMs();
    const result = await run({
      ...pipeline,
      run: async (search) => {
        this.#pipelineMs = this.elapsedMs();
        this.#steps.push({ step: 'read', startMs: readMs, durationMs: this.#pipelineMs - readMs });
        try {
          return await pipeline.run({
            ...search,
            send: (body, queryString, span) => {
              this.#sent = body;
              return search.send(body, queryString, span);
            },
          });
        } finally {
          endedMs = this.elapsedMs();
        }
      },
    });
    if (endedMs === undefined) {
      this.#steps.push({ step: 'read', startMs: readMs, durationMs: this.elapsedMs() - readMs });
    } else {
      this.#steps.push({ step: 'hits', startMs: endedMs, durationMs: this.elapsedMs() - endedMs });
    }
    return result;
  }
}
