// Writes the pages of docs/ that are made from the code: npm run docs. Tests hold the pages to the code.
import { writeFileSync } from 'node:fs';
import { configReference } from '../dist/config/reference.js';
import { metricsPage } from '../dist/telemetry/metrics-page.js';
import { compatibilityPage } from '../dist/search-api/compatibility.js';

writeFileSync('docs/configuration.md', configReference());
writeFileSync('docs/compatibility.md', compatibilityPage());
writeFileSync('docs/metrics.md', metricsPage());
