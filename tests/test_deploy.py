"""What stands in the files for containers and clusters agrees with each other and with the code."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
NGINX = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
KUBERAY = yaml.safe_load((ROOT / "deploy/kuberay.yaml").read_text(encoding="utf-8"))
SERVE = (ROOT / "playground/ui/serve.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_no_container_has_more_rights_than_it_needs(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"].split(":")[0] not in ("0", "root")
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}
    assert service["tmpfs"]
    assert "ports" not in service or name == "proxy"


def test_the_proxy_knows_the_servers_by_their_names_and_port() -> None:
    apps = {name for name in COMPOSE["services"] if name != "proxy"}
    port = COMPOSE["services"]["app1"]["environment"]["GRADIO_SERVER_PORT"]
    found = re.findall(r"server (\w+):(\d+)", NGINX)
    assert sorted(found) == sorted([(app, port) for app in apps for _ in ("page", "programs")])
    listens = re.search(r"listen (\d+)", NGINX)
    assert listens
    assert COMPOSE["services"]["proxy"]["ports"] == [f"${{PORT:-7860}}:{listens[1]}"]


def pods() -> list[dict[str, Any]]:
    cluster = KUBERAY["spec"]["rayClusterConfig"]
    return [group["template"]["spec"] for group in (cluster["headGroupSpec"], *cluster["workerGroupSpecs"])]


def test_every_proxy_of_a_cluster_is_told_of_sessions() -> None:
    name, value = re.search(r'setdefault\("(RAY_SERVE_HTTP\w+)", "(.+)"\)', SERVE).groups()  # type: ignore[union-attr]
    for pod in pods():
        (container,) = pod["containers"]
        assert {"name": name, "value": value} in container["env"]
        assert container["securityContext"]["readOnlyRootFilesystem"] is True
        assert pod["securityContext"]["runAsNonRoot"] is True


def test_the_versions_of_ray_are_one() -> None:
    pinned = re.search(r"==(.+)", (ROOT / "requirements-serve.txt").read_text(encoding="utf-8"))[1]  # type: ignore[index]
    assert KUBERAY["spec"]["rayClusterConfig"]["rayVersion"] == pinned


def test_no_file_names_a_registry() -> None:
    files = [ROOT / "compose.yaml", ROOT / "serve-config.yaml", *(ROOT / "deploy").iterdir()]
    for path in files:
        assert not re.search(
            r"https?://(?!127\.0\.0\.1)(?!page|programs)|pytorch\.org", path.read_text(encoding="utf-8")
        ), path
