export { createSearchApi } from './api.ts';
export type { SearchDeps } from './api.ts';
export type { SearchTarget } from './target.ts';
