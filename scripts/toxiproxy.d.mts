/** Path of Toxiproxy's server: `RELEVANCE_TOXIPROXY`, `toxiproxy-server` on the PATH, or one that was built before. */
export function findToxiproxy(): string | undefined;
/** As {@link findToxiproxy}, built where that is needed and Go is there. */
export function findOrBuildToxiproxy(): string | undefined;
