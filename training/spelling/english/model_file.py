"""The binary that src/stages/understand/correct/english/model-file.ts reads: named sections behind a JSON header."""
import json
import struct

MAGIC = b"RGSPELL1"


def write(path, about, sections):
    """`sections`: name -> numpy array; stored little-endian, each at a multiple of 8."""
    table, body, offset = {}, [], 0
    for name, array in sections.items():
        data = array.tobytes()
        table[name] = {"offset": offset, "bytes": len(data)}
        padding = -len(data) % 8
        body.append(data + b"\0" * padding)
        offset += len(data) + padding
    header = json.dumps({**about, "sections": table}).encode()
    header += b" " * (-(len(MAGIC) + 4 + len(header)) % 8)
    with open(path, "wb") as file:
        file.write(MAGIC + struct.pack("<I", len(header)) + header)
        for data in body:
            file.write(data)
