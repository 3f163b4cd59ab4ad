"""Stage ``export``: a trained table to a folder in sentence-transformers format, with hashes."""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import yaml
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from vocabulary import UNKNOWN

MODULES = [
    {
        "idx": 0,
        "name": "0",
        "path": "0_StaticEmbedding",
        "type": "sentence_transformers.models.StaticEmbedding",
    },
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
]


def main() -> None:
    """Write the folder; a model card (``README.md``) that is there stays."""
    parser = argparse.ArgumentParser(description=__doc__)
    here = Path(__file__).parent
    parser.add_argument("--work", type=Path, default=here / "work")
    parser.add_argument("--recipe", type=Path, default=here / "recipe.yaml")
    parser.add_argument("--out", type=Path, default=here.parents[1] / "models" / "encoder-nl")
    arguments = parser.parse_args()
    version = yaml.safe_load(arguments.recipe.read_text("utf-8"))["version"]
    tokenizer = Tokenizer.from_file(str(arguments.work / "tokenizer.json"))
    table = np.load(arguments.work / "table.npy")
    table[tokenizer.token_to_id(UNKNOWN)] = 0
    folder = arguments.out
    (folder / "0_StaticEmbedding").mkdir(parents=True, exist_ok=True)
    (folder / "1_Normalize").mkdir(exist_ok=True)
    save_file(
        {"embedding.weight": table.astype(np.float16)}, folder / "0_StaticEmbedding" / "model.safetensors"
    )
    tokenizer.save(str(folder / "0_StaticEmbedding" / "tokenizer.json"), pretty=False)
    _write(folder / "1_Normalize" / "config.json", {})
    _write(folder / "modules.json", MODULES)
    _write(folder / "config_sentence_transformers.json", {"prompts": {}, "similarity_fn_name": "cosine"})
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".md" and path.name != "encoder.json"
    )
    _write(
        folder / "encoder.json",
        {
            "name": "encoder-nl",
            "version": version,
            "word_by_word": True,
            "files": {
                path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
                for path in files
            },
        },
    )


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
