import type { Device } from '../device/device.ts';
import type { LiveModel } from '../model/live-model.ts';
import type { Scheduler } from '../schedule/scheduler.ts';

/** Models that were loaded together on one device. Another set is another generation; requests end where they began. */
export interface Generation {
  readonly device: Pick<Device, 'name'>;
  readonly scheduler: Scheduler;
  /** By path of the folder. */
  readonly models: ReadonlyMap<string, LiveModel>;
}
