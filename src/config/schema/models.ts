import { z } from 'zod';
import { filePath, section, serviceUrl, whole } from './section.ts';
import { secret } from './secret.ts';

/** `ce-s`, `./mine`, or `{ model: ce-s, depth: 20 }`. */
const rerankModel = z.union([
  z.string().min(1),
  z.strictObject({
    model: z.string().min(1).describe('A model’s name or folder.'),
    depth: whole(1, 1000).describe('Most texts it looks at.'),
  }),
]);

const remoteReranker = section({
  url: serviceUrl()
    .nullable()
    .default(null)
    .describe(
      'Where it is asked, path included, such as `https://rerank.example/rerank`; it stands instead of the models of `rerank`.',
    ),
  api: z
    .enum(['tei', 'cohere'])
    .default('tei')
    .describe(
      '`tei` is Text Embeddings Inference’s `/rerank`; `cohere` is the `/v1/rerank` of Cohere, Jina and others.',
    ),
  model: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('What the service calls the model, where it has several.'),
  apiKey: secret().describe('`${NAME}` of the variable that holds its key.'),
  caFile: filePath()
    .nullable()
    .default(null)
    .describe('PEM file of the authority that signed its certificate; none means the system’s.'),
  depth: whole(1, 1000).default(50).describe('Most texts that are sent; the rest keeps its order.'),
  batchTexts: whole(1, 1000)
    .default(32)
    .describe('Most texts in one question; Text Embeddings Inference takes 32 unless told otherwise.'),
  concurrency: whole(1, 1000)
    .default(32)
    .describe('Most searches that wait for it at once, a process; others go on without it.'),
}).describe('A reranker of somebody’s, over HTTP.');

const namesOrShipped = <Item extends z.ZodType>(item: Item) =>
  z.union([z.literal('shipped'), z.array(item).max(8)]).default('shipped');

export const models = section({
  folder: filePath()
    .default('models')
    .describe(
      'Folder in which models are looked up by name, before those that come with the gateway. It need not exist.',
    ),
  rerank: namesOrShipped(rerankModel).describe(
    'Cross-encoders that are asked one after the other, the cheapest first: names, folders (with a slash), or a name with its depth. `shipped` is `ce-xs`; `[{ model: ce-xs, depth: 50 }, { model: ce-s, depth: 16 }]` puts the second model that comes with the gateway behind it; an empty list is none.',
  ),
  encoders: namesOrShipped(z.string().min(1)).describe(
    'Encoders of queries and documents: names, or folders (with a slash). An index uses the one that its mapping names.',
  ),
  remoteReranker,
}).describe('Models that rank and encode; `models/README.md` describes a model’s folder.');

export const inference = section({
  device: z
    .enum(['auto', 'cpu', 'cuda'])
    .default('auto')
    .describe('Where models run; `auto` is CUDA where it can be had. Without it they run on the CPU.'),
  threads: z
    .union([z.literal('auto'), whole(1, 256)])
    .default('auto')
    .describe('Threads that run a model on the CPU; `auto` is one a core.'),
  niceness: whole(0, 19)
    .default(10)
    .describe(
      'How far models stand back where there are too few cores: what the system’s scheduler calls niceness, beyond that of the gateway itself. 0 is not at all.',
    ),
  queueTokens: whole(1024, 10_000_000)
    .default(65_536)
    .describe('Most tokens that wait to be read by models; further requests go on without them.'),
  batchTokens: section({
    cpu: whole(64, 1_000_000).default(640).describe('On the CPU.'),
    cuda: whole(64, 1_000_000).default(16_384).describe('On a GPU.'),
  }).describe('Most tokens that are read at once, filling included.'),
  remember: section({
    scores: whole(0, 10_000_000)
      .default(100_000)
      .describe('Scores of pairs; those of a remote reranker ten minutes, in each serving process.'),
    vectors: whole(0, 1_000_000).default(10_000).describe('Vectors of queries.'),
    tokens: whole(0, 100_000_000)
      .default(2_000_000)
      .describe('Tokens of documents, where a tokenizer is slow: byte pairs and Unigram.'),
  }).describe('What is remembered so that it need not be computed again; 0 is nothing.'),
}).describe('How models run: in one process a machine, which the serving processes share.');
