#!/usr/bin/env python3
"""Writes the documents of services that run into a directory, for generators: without streams, which do not end."""
import json
import pathlib
import sys
import urllib.request

directory, *services = sys.argv[1:]
for service in services:
    name, address = service.split("=", 1)
    with urllib.request.urlopen(address + "/v3/api-docs", timeout=30) as answer:
        document = json.load(answer)
    for path, item in list(document["paths"].items()):
        for method in [m for m, operation in item.items() if "streams" in operation["tags"]]:
            del item[method]
        if not item:
            del document["paths"][path]
    document["servers"] = [{"url": address}]
    pathlib.Path(directory, name + ".json").write_text(json.dumps(document, indent=1))
