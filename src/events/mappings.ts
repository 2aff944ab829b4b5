/** A text that is looked up whole; longer ones are stored and not found. */
const keyword = (longest: number): object => ({ type: 'keyword', ignore_above: longest });
const searchable = { type: 'text', fields: { keyword: keyword(256) } };

/**
 * As OpenSearch's plugin for UBI makes its indices. What a mapping does not name is kept and not indexed: whoever can
 * send events must not be able to add fields without end.
 */
export const EVENTS_MAPPING = {
  dynamic: false,
  properties: {
    application: keyword(256),
    action_name: keyword(100),
    query_id: keyword(100),
    client_id: keyword(100),
    session_id: keyword(100),
    page_id: keyword(256),
    message: keyword(1024),
    message_type: keyword(100),
    user_query: keyword(256),
    timestamp: { type: 'date' },
    event_attributes: {
      dynamic: false,
      properties: {
        position: {
          properties: {
            ordinal: { type: 'integer', ignore_malformed: true },
            x: { type: 'integer', ignore_malformed: true },
            y: { type: 'integer', ignore_malformed: true },
            page_depth: { type: 'integer', ignore_malformed: true },
            scroll_depth: { type: 'integer', ignore_malformed: true },
          },
        },
        object: {
          properties: {
            internal_id: keyword(256),
            object_id: keyword(256),
            object_id_field: keyword(100),
            name: keyword(256),
            description: searchable,
          },
        },
      },
    },
  },
};

export const QUERIES_MAPPING = {
  dynamic: false,
  properties: {
    timestamp: { type: 'date' },
    application: keyword(256),
    query_id: keyword(100),
    client_id: keyword(100),
    session_id: keyword(100),
    user_query: searchable,
    query_response_id: keyword(100),
    query_response_hit_ids: keyword(256),
    object_id_field: keyword(100),
  },
};
