/**
 * The fences between the folders of src/, as ARCHITECTURE.md draws them. Each folder names what it may
 * import besides itself and Node's own modules; everything else is an error.
 */
const ROOTS = ['app', 'main', 'index', 'process', 'composition', 'live-rules'];

/** folder → [folders or root files it may import, why]. */
const FOLDERS = {
  text: [[], 'pure text primitives know nothing of search'],
  json: [[], 'byte-offset JSON knows nothing of search'],
  domain: [['errors'], 'types and ports depend on nothing that could change'],
  events: [
    ['domain', 'errors'],
    'events go from a request to disk to the engine; they know nothing of searching',
  ],
  'rule-source': [['domain', 'errors'], 'where shared rules come from has nothing to do with what they say'],
  suggest: [['domain', 'text', 'errors'], 'completing what is typed is pure: phrases in, completions out'],
  rules: [['domain', 'text', 'errors'], 'the rule language is pure'],
  'search-api': [
    ['domain', 'json', 'errors'],
    'the meaning of the search API is independent of how it is served',
  ],
  pipeline: [['domain', 'errors'], 'the pipeline knows no stage by name'],
  elasticsearch: [
    ['domain', 'json', 'search-api', 'errors'],
    'an adapter speaks the domain and its own wire',
  ],
  embedded: [
    ['domain', 'json', 'search-api', 'text', 'errors'],
    'an adapter speaks the domain and its own wire',
  ],
  inference: [
    ['domain', 'json', 'search-api', 'text', 'errors'],
    'an adapter speaks the domain and its own wire',
  ],
  segmenter: [['domain', 'text', 'errors'], 'an adapter speaks the domain and its own library'],
  telemetry: [
    ['domain', 'pipeline', 'admin-api', 'errors'],
    'telemetry wraps the pipeline and nothing else; what it counts is told in the types of the admin port',
  ],
  'admin-api': [
    ['domain', 'evaluation'],
    'types of what the admin port says; pages in a browser import nothing else',
  ],
  admission: [['domain', 'errors'], 'who may come in and what is left out is decided by numbers alone'],
  http: [
    ['domain', 'json', 'search-api', 'admission', 'admin-api', 'errors'],
    'listeners get stages and engines handed in',
  ],
  evaluation: [['domain', 'text', 'errors'], 'metrics are pure'],
  'evaluation-store': [
    ['evaluation', 'admin-api', 'errors'],
    'judgments and evaluations in files; what they mean is told elsewhere',
  ],
  console: [
    ['admin-api'],
    'the web page knows the gateway by the types of its admin API and by nothing else',
  ],
  config: [['errors'], 'the schema is the single source of types, defaults and documentation'],
};

/** Third-party package (regular expression) → paths that may import it, why. */
const PACKAGES = [
  ['opencc-js', '^src/text/simplify\\.ts$', 'one place knows which characters are traditional'],
  ['nodejieba', '^src/segmenter/', 'one global dictionary a thread: only its adapter may touch it'],
  [
    'pinyin-pro',
    '^src/(stages/understand|cli/dictionary)',
    'pinyin is a matter of correction and of dictionary building',
  ],
  ['@elastic/.*', '^src/(elasticsearch|cli)/', 'one place speaks to Elasticsearch'],
  ['undici', '^src/(elasticsearch|cli|inference/remote)/', 'who speaks HTTP is an adapter'],
  ['classic-level', '^src/embedded/', 'durable state belongs to the embedded engine'],
  ['onnxruntime-node', '^src/inference/', 'native inference stays in its own process'],
  ['@huggingface/.*', '^src/inference/tokenize/', 'tokens are made in one place'],
  ['koa|@koa/.*', '^src/http/', 'HTTP is one folder'],
  ['zod|yaml', '^src/config/', 'one strict schema'],
  ['@opentelemetry/(?!api).*', '^src/telemetry/', 'the SDK is an adapter; stages see wrappers only'],
  ['pbf', '^src/telemetry/', 'protobuf is written for exporters only'],
  ['re2js', '^src/rules/regex/', 'patterns of rule files are run in linear time, in one place'],
  ['pino', '^src/telemetry/', 'logs are written through the Logger port'],
  ['chokidar', '^src/live-rules/rule-watch\\.ts$', 'one place watches files'],
  ['preact', '^src/console/', 'only the web page is drawn'],
  ['commander', '^src/cli/', 'arguments belong to the command line'],
];

const fences = Object.entries(FOLDERS).map(([folder, [allowed, why]]) => ({
  name: `fence-${folder}`,
  comment: why,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder].concat(allowed).join('|')})(/|\\.ts$)` },
}));

module.exports = {
  forbidden: [
    ...fences,
    {
      name: 'fence-stages',
      comment:
        'a stage sees values, stage types and the search API; never HTTP, an adapter or another kind of stage',
      severity: 'error',
      from: { path: '^src/stages/([^/]+)/' },
      to: {
        path: '^src/',
        pathNot:
          '^src/(stages/$1/|domain/|pipeline/stage(-options)?\\.ts$|rules/|text/|search-api/|errors\\.ts$)',
      },
    },
    {
      name: 'errors-alone',
      comment: 'the error table is the root of the graph',
      severity: 'error',
      from: { path: '^src/errors\\.ts$' },
      to: { path: '^src/' },
    },
    {
      name: 'roots-are-roots',
      comment: 'composition roots are imported by entry points only',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(cli|${ROOTS.join('|')})(/|\\.ts$)` },
      to: { path: `^src/(${ROOTS.join('|')})(/|\\.ts$)` },
    },
    ...PACKAGES.map(([name, where, why]) => ({
      name: `package-${name.replace(/[^a-z-].*$/i, '')}`,
      comment: why,
      severity: 'error',
      from: { path: '^src/', pathNot: where },
      to: { path: `node_modules/(${name})/` },
    })),
    { name: 'no-cycles', comment: 'data flows one way', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      comment: 'a module that nobody imports is dead',
      severity: 'error',
      from: { orphan: true, pathNot: '\\.d\\.ts$' },
      to: {},
    },
    {
      name: 'declared-dependencies',
      comment: 'what is imported is in package.json; what the web page imports is bundled with it',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/console/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
