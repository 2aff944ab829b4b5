/** Path of what starts Chromium: `RELEVANCE_CHROMIUM`, or one of its usual names on the PATH. */
export function findChromium(): string | undefined;
/** As {@link findChromium}, after an installation where that is needed and allowed. */
export function findOrInstallChromium(): string | undefined;
