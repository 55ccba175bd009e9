"""The same numbers on other processors: strict nbval under kernels of other CPUs, then a table.

OpenBLAS chooses its matrix products, numpy its vector instructions, by the processor they find.
Environment variables make them choose otherwise, so one machine can stand in for several. Each
setting is asserted to be in force before a page is run. Exit code 1 if any cell differs.

    python tests/platforms.py            all settings
    python tests/platforms.py nehalem    one of them
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
NO_SIMD = {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR"}
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
SETTINGS = {
    "nehalem": {"OPENBLAS_CORETYPE": "Nehalem", **NO_SIMD},
    "sandybridge": {"OPENBLAS_CORETYPE": "Sandybridge"},
    "haswell": {"OPENBLAS_CORETYPE": "Haswell"},
    "skylake": {"OPENBLAS_CORETYPE": "SkylakeX"},
    "two threads": dict.fromkeys(THREADS, "2"),
}
ASK = """
import json, numpy, scipy.linalg
from threadpoolctl import threadpool_info
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__
found = [i for i in threadpool_info() if i["internal_api"] == "openblas"]
print(json.dumps({
    "core": sorted({i["architecture"] for i in found}),
    "threads": sorted({i["num_threads"] for i in found}),
    "simd": [name for name in __cpu_dispatch__ if __cpu_features__[name]],
}))
"""


def in_force(setting: dict[str, str]) -> dict:
    """What OpenBLAS and numpy say of themselves under `setting`; AssertionError if it did not take."""
    answer = subprocess.run(
        [sys.executable, "-c", ASK], env=os.environ | setting, capture_output=True, check=True
    )
    found = json.loads(answer.stdout)
    core = setting.get("OPENBLAS_CORETYPE")
    assert core is None or found["core"] == [core], f"asked for {core}, got {found}"
    assert found["threads"] == [int(setting["OMP_NUM_THREADS"])], found
    assert "NPY_DISABLE_CPU_FEATURES" not in setting or not found["simd"], found
    return found


def cells_that_differ(setting: dict[str, str]) -> list[str]:
    """The ids of the page cells whose new outputs are not the stored ones."""
    command = f"{sys.executable} -m pytest -q -n 2 --dist loadscope --nbval --nbval-current-env"
    command += " --nbval-cell-timeout=600 book"
    ran = subprocess.run(
        command.split(), env=os.environ | setting, cwd=ROOT, capture_output=True, text=True
    )
    differ = re.findall(r"^FAILED (\S+::Cell \d+)", ran.stdout, flags=re.MULTILINE)
    if ran.returncode and not differ:
        sys.exit(ran.stdout[-3000:] + ran.stderr[-3000:])
    return differ


def main(names: list[str]) -> int:
    found = {}
    for name in names or SETTINGS:
        setting = dict.fromkeys(THREADS, "1") | SETTINGS[name]
        print(f"{name:<12} {in_force(setting)}", flush=True)
        found[name] = cells_that_differ(setting)
    print("\nsetting      cells that differ")
    for name, cells in found.items():
        print(f"{name:<12} {', '.join(cells) or 'none'}")
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
