import { readFileSync } from 'node:fs';

/** Answers of real servers, one folder a major version; see test/fixtures/answers/README.md. */
export const MAJORS = ['8', '9'] as const;

export function fixture(major: string, name: string): Buffer {
  return readFileSync(new URL(`../../fixtures/answers/${major}/${name}.txt`, import.meta.url));
}
