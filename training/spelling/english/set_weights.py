"""Puts other weights into a model file. Usage: set_weights.py MODEL WEIGHTS.json [NAME]"""
import json
import struct
import sys
from pathlib import Path

import model_file

data = Path(sys.argv[1]).read_bytes()
start = len(model_file.MAGIC) + 4
(length,) = struct.unpack("<I", data[len(model_file.MAGIC):start])
header = json.loads(data[start:start + length])
body = data[start + length:]
header[sys.argv[3] if len(sys.argv) > 3 else "weights"] = json.loads(Path(sys.argv[2]).read_text())
text = json.dumps(header).encode()
text += b" " * (-(start + len(text)) % 8)
Path(sys.argv[1]).write_bytes(model_file.MAGIC + struct.pack("<I", len(text)) + text + body)
