export { createEmbeddedBackend } from './backend.ts';
export { openEmbedded } from './open.ts';
export type { EmbeddedEngine } from './open.ts';
