"""The widget on a slow processor: from the click to the cursor in its box, and long tasks.

`python -m eval.benches.widget` serves the demo articles, or --data, and a newspaper's page of
another origin, which Chromium opens anew in each round, its processor slowed four times. "Usable"
is the first frame in which the box has the cursor; a task is long from 50 ms on
(https://w3c.github.io/longtasks). Where others use the machine as well, tasks seem longer than they
are: one more round, not slowed, tells the processor's time of the longest, times four.
"""

import argparse
import json
import shutil
import tempfile
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.support.machine import timed
from eval.support.servers import free_port, running_server
from service.demo.first_start import index_demo
from service.demo.newspaper import PATH, newspaper_server
from service.engine import Engine
from service.settings import load as load_settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_QUESTIONS = (
    "What did Elena Ruiz say about the kelp?",
    "When did the Gannet Bridge reopen?",
    "What happened to the ferry and when?",
)
# In the page: tasks with the step during which they began, and when the box has the cursor.
_WATCH = """
window.tasks = [];
new PerformanceObserver(list => {
    for (const { startTime, duration } of list.getEntries()) tasks.push([startTime, duration]);
}).observe({ type: "longtask", buffered: true });
window.hasCursor = () => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at?.id === "question";
};
addEventListener("click", () => {
    const clicked = performance.now();
    const look = () => hasCursor() ? (window.usable = performance.now() - clicked)
        : requestAnimationFrame(look);
    look();
}, { capture: true, once: true });
"""
_USABLE = """new Promise(tell => {
    const look = () => window.usable ? tell(usable) : setTimeout(look, 20);
    look();
})"""
_PATIENCE_MILLISECONDS = 120_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="data folder; by default one with the demo")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--slower", type=float, default=4.0, help="how many times")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, timed() as timing:
        data = options.data or _demo(Path(folder) / "data")
        with _newspaper(data, Path(folder) / "server.log") as address, _chromium() as browser:
            rounds = [_round(browser, address, options.slower) for _ in range(options.rounds)]
            longest = _longest_task(browser, address) * options.slower
    table = _table(rounds)
    table.add_row("the longest task, processor's time", f"{longest:.0f} ms")
    Console().print(table, f"CPU steal {timing.steal:.1%}")


def _demo(data: Path) -> Path:
    engine = Engine(load_settings({}, data=str(data)))
    engine.open()
    index_demo(engine)
    engine.close()
    return data


@contextmanager
def _newspaper(data: Path, log: Path) -> Generator[str]:
    """The address of its page."""
    port = free_port()
    origin = f"http://localhost:{port}"
    with (
        running_server(data, log, cors_origins=origin) as service,
        newspaper_server(port, service.address) as paper,
    ):
        threading.Thread(target=paper.serve_forever, daemon=True).start()
        yield f"{origin}{PATH}"
        paper.shutdown()


@contextmanager
def _chromium() -> Generator["Browser"]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def _round(browser: "Browser", address: str, slower: float) -> dict[str, Any]:
    """What one reader waits for, and the long tasks of each step, in milliseconds."""
    page = _window(browser)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    usable, ends = _visit(page, address)
    told: dict[str, Any] = {"usable": usable, "long": _by_step(page, ends)}
    page.context.close()
    return told


def _longest_task(browser: "Browser", address: str) -> float:
    """The processor's time of the longest task, in milliseconds; after the page has begun."""
    page = _window(browser)
    page.goto(address)
    categories = ["toplevel", "disabled-by-default-devtools.timeline", "devtools.timeline"]
    browser.start_tracing(page=page, categories=categories)
    _visit(page, address)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    page.context.close()
    of_page = {e["pid"] for e in events if "/widget/panel.js" in json.dumps(e.get("args", ""))}
    mains = {
        (e["pid"], e["tid"])
        for e in events
        if e["name"] == "thread_name" and e["args"]["name"] == "CrRendererMain"
    }
    own = [e for e in events if (e["pid"], e["tid"]) in mains and e["pid"] in of_page]
    return max(float(e.get("tdur", 0)) for e in own if e["name"].endswith("RunTask")) / 1000


def _window(browser: "Browser") -> "Page":
    context = browser.new_context()
    context.set_default_timeout(_PATIENCE_MILLISECONDS)
    page = context.new_page()
    page.add_init_script(_WATCH)
    return page


def _visit(page: "Page", address: str) -> tuple[float, list[tuple[str, float]]]:
    """What is waited for after the click, and when each step ended."""
    page.goto(address)
    page.get_by_role("button", name="Ask the news").wait_for()
    ends = [("the page, with the button", page.evaluate("performance.now()"))]
    page.get_by_role("button", name="Ask the news").click()
    usable = float(page.evaluate(_USABLE))
    page.wait_for_timeout(500)
    ends.append(("from the click on", page.evaluate("performance.now()")))
    for question in _QUESTIONS:
        _ask(page, question)
    ends.append(("three questions", page.evaluate("performance.now()")))
    return usable, ends


def _ask(page: "Page", question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    page.locator(".reply[aria-busy]").wait_for(state="attached")
    page.locator(".reply[aria-busy]").wait_for(state="detached")
    page.wait_for_timeout(500)


def _by_step(page: "Page", ends: list[tuple[str, float]]) -> dict[str, list[float]]:
    tasks = page.evaluate("tasks")
    found: dict[str, list[float]] = {name: [] for name, _ in ends}
    for start, duration in tasks:
        found[next(name for name, end in ends if start < end)].append(duration)
    return found


def _table(rounds: list[dict[str, Any]]) -> Table:
    table = Table("measure", "value")
    usable = [one["usable"] for one in rounds]
    p50, p95 = np.percentile(usable, [50, 95])
    table.add_row("click to usable, p50 (p95)", f"{p50:.0f} ({p95:.0f}) ms")
    for step in rounds[0]["long"]:
        tasks = [task for one in rounds for task in one["long"][step]]
        most = f", the longest {max(tasks):.0f} ms" if tasks else ""
        table.add_row(f"long tasks: {step}", f"{len(tasks)} in {len(rounds)} rounds{most}")
    return table


if __name__ == "__main__":
    main()
