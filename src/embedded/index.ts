export { createEmbeddedBackend } from './backend.ts';
export type { EmbeddedBackendOptions } from './backend.ts';
export { openEmbedded } from './open.ts';
export type { EmbeddedEngine, EngineOptions } from './open.ts';
