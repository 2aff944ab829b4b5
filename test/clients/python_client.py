"""What an application does with the official Python client, against the URL given; prints what came of it."""

import json
import sys

from elasticsearch import ApiError, Elasticsearch, __versionstr__, helpers

url, index = sys.argv[1:]
TITLES = ["red running shoes", "blue running shoes", "leather boots", "苹果手机壳", "手机支架", "红色连衣裙"]
TITLES += [f"spare part {number}" for number in range(100)]


def documents():
    for at, title in enumerate(TITLES):
        yield {"_index": index, "_id": f"p{at}", "title": title, "price": 10 + at}


def pages(client):
    """Ids of all documents by a point in time and search_after, dearest first."""
    pit = client.open_point_in_time(index=index, keep_alive="1m")["id"]
    after = None
    while True:
        page = client.search(
            pit={"id": pit, "keep_alive": "1m"}, size=40, sort=[{"price": "desc"}], search_after=after
        )
        hits = page["hits"]["hits"]
        if not hits:
            break
        yield [hit["_id"] for hit in hits]
        after, pit = hits[-1]["sort"], page["pit_id"]
    client.close_point_in_time(id=pit)


def error(call):
    try:
        call()
    except ApiError as fault:
        body = fault.body.get("error") if isinstance(fault.body, dict) else None
        return [type(fault).__name__, fault.status_code, body["type"] if isinstance(body, dict) else None]
    return None


def search(client, text):
    answer = client.search(index=index, query={"match": {"title": text}})
    return {
        "status": answer.meta.headers.get("relevance-status"),
        "first": answer["hits"]["hits"][0]["_id"],
    }


def main():
    out = {"version": __versionstr__}
    with Elasticsearch(url, sniff_on_start=True, http_compress=True) as client:
        out["nodes"] = sorted(node.base_url for node in client.transport.node_pool.all())
        out["ping"] = client.ping()
        out["major"] = client.info()["version"]["number"].split(".")[0]
        client.options(ignore_status=404).indices.delete(index=index)
        client.indices.create(
            index=index,
            settings={"number_of_shards": 1},
            mappings={"properties": {"title": {"type": "text", "analyzer": "cjk"}, "price": {"type": "integer"}}},
        )
        try:
            out["bulk"] = helpers.bulk(client, documents(), chunk_size=50, refresh=True)
            out["exists"] = [bool(client.indices.exists(index=index)), bool(client.exists(index=index, id="none"))]
            out["search"] = search(client, "手机壳")
            out["boots"] = search(client, "boots")
            out["count"] = client.count(index=index)["count"]
            scanned = helpers.scan(client, index=index, query={"query": {"match_all": {}}}, size=30)
            out["scanned"] = sorted(hit["_id"] for hit in scanned) == sorted(f"p{at}" for at in range(len(TITLES)))
            out["pages"] = list(pages(client))
            found = client.msearch(
                searches=[{"index": index}, {"query": {"match": {"title": "boots"}}}, {"index": index}, {"size": 0}]
            )
            out["msearch"] = [item["status"] for item in found["responses"]]
            out["errors"] = [
                error(lambda: client.get(index=index, id="none")),
                error(lambda: client.create(index=index, id="p0", document={})),
                error(lambda: client.search(index=index, query={"none": {}})),
                error(lambda: client.search(index=f"{index}-none")),
            ]
            out["deleted"] = client.delete(index=index, id="p0")["result"]
        finally:
            client.indices.delete(index=index)
    print(json.dumps(out))


main()
