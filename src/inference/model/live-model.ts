import type { CostModel } from '../schedule/cost-model.ts';
import type { ModelFolder } from './folder.ts';
import type { GraphShape } from './graph-shape.ts';

/** A model that is loaded on a device and was found sound. */
export interface LiveModel {
  readonly folder: Omit<ModelFolder, 'graphs' | 'golden'>;
  readonly kind: GraphShape['kind'];
  /** Numbers a row: 1, or the length of a vector. */
  readonly columns: number;
  /** Which graph of the device. */
  readonly graph: number;
  /** Rows are run one by one, because this model's answers depend on what else is in a batch. */
  readonly singly: boolean;
  /** Filled rows of up to so many tokens give, by themselves, the very bits that they give among others; 0 is none. */
  readonly aloneUpTo: number;
  readonly cost: CostModel;
}
