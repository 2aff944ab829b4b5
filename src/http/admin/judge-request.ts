import type { JudgeBody } from '../../admin-api/judgments.ts';
import { isIndexName } from '../../search-api/target.ts';
import { refusal, RequestBody } from './request-body.ts';

const MOST_AT_ONCE = 200;
const MOST_GRADE = 3;
const QUERY_CHARACTERS = 1024;
/** As long as Elasticsearch's ids may be. */
const ID_CHARACTERS = 512;
/** They would end a column or a line of the file, or not survive in it. */
const NOT_IN_A_ROW = /[\p{Cc}\p{Cs}]/u;

/** @throws GatewayError `bad_request` that says what is wrong with the body */
export function judgeRequest(json: Readonly<Record<string, unknown>>): JudgeBody {
  const body = new RequestBody(json, ['set', 'index', 'query', 'judgments']);
  const index = body.name('index', 'the name of an index');
  if (!isIndexName(index)) throw refusal('index must be the name of an index or alias, without wildcards');
  const query = body.text('query', 'the words', QUERY_CHARACTERS);
  if (query.trim() === '') throw refusal('query must hold words');
  return {
    set: body.name('set', 'the name of a judged set'),
    index,
    query,
    judgments: body.list('judgments', MOST_AT_ONCE, judgmentOf, ['document', 'grade']),
  };
}

function judgmentOf(item: RequestBody): JudgeBody['judgments'][number] {
  const document = item.text('document', 'the id of a document', ID_CHARACTERS);
  if (document === '' || NOT_IN_A_ROW.test(document)) {
    throw refusal('document must be an id without tabs, line ends or other control characters');
  }
  const grade = item.isNull('grade') ? null : item.whole('grade', 0, MOST_GRADE);
  return { document, grade };
}
