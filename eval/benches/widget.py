"""The widget with a throttled CPU: time from click to focus, and long tasks.

`python -m eval.benches.widget` serves the demo articles, or --data, and a newspaper page of another
origin, which Chromium opens afresh in each round with its CPU slowed four times. "Usable" is the
first frame with the cursor in the box; a task is long from 50 ms on
(https://w3c.github.io/longtasks). Tasks are read from Chromium's trace, which separates the
widget's from those caused by the measurement's driver (Playwright's own script alone has 330 kB): a
PerformanceObserver in the page would count both.
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
# In the page: when the box has the cursor.
_WATCH = """
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
_LONG_MILLISECONDS = 50.0
_CATEGORIES = [
    "toplevel",
    "blink.user_timing",
    "devtools.timeline",
    "disabled-by-default-devtools.timeline",
]
# Sources of Chromium's own tasks: the driver's messages, and navigation.
_NOT_OURS = ("blink.mojom.DevToolsSession", "content.mojom.NavigationClient")


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
    Console().print(_table(rounds), f"CPU steal {timing.steal:.1%}")


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
    """What one reader waits for, and the tasks of each step, in milliseconds."""
    context = browser.new_context()
    context.set_default_timeout(_PATIENCE_MILLISECONDS)
    page = context.new_page()
    page.add_init_script(_WATCH)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    browser.start_tracing(page=page, categories=_CATEGORIES)
    usable = _visit(page, address)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    context.close()
    return {"usable": usable, "tasks": _by_step(_of_page(events))}


def _visit(page: "Page", address: str) -> float:
    """What is waited for after the click; each step leaves its mark in the trace."""
    page.goto(address)
    button = page.get_by_role("button", name="Ask the news")
    button.wait_for()
    _mark(page, "the page, with the button")
    button.click()
    usable = float(page.evaluate(_USABLE))
    page.wait_for_timeout(500)
    _mark(page, "from the click on")
    for question in _QUESTIONS:
        _ask(page, question)
    _mark(page, "three questions")
    return usable


def _mark(page: "Page", step: str) -> None:
    page.evaluate("step => { performance.mark('step: ' + step) }", step)


def _ask(page: "Page", question: str) -> None:
    # Typed, since a box that the driver fills runs the widget's listeners in the driver's own task.
    page.keyboard.insert_text(question)
    page.keyboard.press("Enter")
    page.locator(".reply[aria-busy]").wait_for(state="attached")
    page.locator(".reply[aria-busy]").wait_for(state="detached")
    page.wait_for_timeout(500)


def _of_page(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events of the thread in which the widget's scripts run, in their order."""
    widget = {e["pid"] for e in events if "/widget/panel.js" in json.dumps(e.get("args", ""))}
    main = {
        (e["pid"], e["tid"])
        for e in events
        if e["name"] == "thread_name" and e["args"]["name"] == "CrRendererMain"
    }
    of_page = [e for e in events if e["pid"] in widget and (e["pid"], e["tid"]) in main]
    return sorted(of_page, key=lambda event: float(event["ts"]))


def _by_step(events: list[dict[str, Any]]) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds of each task of the page's own, by the step during which it began.

    By the clock, and of the processor, which those who use the machine as well don't lengthen.
    """
    marks = [e for e in events if e["name"].startswith("step: ")]
    others = [
        float(e["ts"])
        for e in events
        if e.get("args", {}).get("chrome_mojo_event_info", {}).get("mojo_interface_tag")
        in _NOT_OURS
    ]
    found: dict[str, list[tuple[float, float]]] = {
        mark["name"].removeprefix("step: "): [] for mark in marks
    }
    for task in events:
        start, end = float(task["ts"]), float(task["ts"]) + float(task.get("dur", 0))
        step = next((m["name"] for m in marks if start < float(m["ts"])), None)
        ours = task["name"] == "RunTask" and not any(start <= at <= end for at in others)
        if step and ours:
            worked = float(task.get("tdur", 0)) / 1000
            found[step.removeprefix("step: ")].append(((end - start) / 1000, worked))
    return found


def _table(rounds: list[dict[str, Any]]) -> Table:
    table = Table("measure", "value")
    usable = [one["usable"] for one in rounds]
    p50, p95 = np.percentile(usable, [50, 95])
    table.add_row("click to usable, p50 (p95)", f"{p50:.0f} ({p95:.0f}) ms")
    for step in rounds[0]["tasks"]:
        tasks = [task for one in rounds for task in one["tasks"][step]]
        for measured, times in zip(("clock", "processor"), zip(*tasks, strict=True), strict=True):
            long = sum(time >= _LONG_MILLISECONDS for time in times)
            table.add_row(
                f"long tasks, {measured}: {step}",
                f"{long} in {len(rounds)} rounds, the longest task {max(times):.0f} ms",
            )
    return table


if __name__ == "__main__":
    main()
