import { tracing } from '@opentelemetry/sdk-node';

const { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler, TraceIdRatioBasedSampler } = tracing;

/**
 * The sampler that `OTEL_TRACES_SAMPLER` names, as the SDK understands it; undefined for a name that is none of the
 * standard's, which the SDK reports.
 */
export function samplerOf(env: Readonly<Record<string, string | undefined>>): tracing.Sampler | undefined {
  const ratio = (): tracing.Sampler => new TraceIdRatioBasedSampler(ratioOf(env['OTEL_TRACES_SAMPLER_ARG']));
  switch (env['OTEL_TRACES_SAMPLER']?.trim() ?? '') {
    case '':
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: ratio() });
    case 'always_on':
      return new AlwaysOnSampler();
    case 'always_off':
      return new AlwaysOffSampler();
    case 'traceidratio':
      return ratio();
    default:
      return undefined;
  }
}

/** All, where the number is none or no share. */
function ratioOf(written: string | undefined): number {
  const ratio = written === undefined || written.trim() === '' ? NaN : Number(written);
  return ratio >= 0 && ratio <= 1 ? ratio : 1;
}
