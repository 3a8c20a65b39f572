"""usage: check.py PROGRAM FOLDER: makes all pages, checks them and leaves their screenshots in the folder."""

import collections
import dataclasses
import functools
import multiprocessing
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

import pages
from checks import BOTH, CHECKS, DESKTOP, PHONE
from view import View

# Of a kind, in one page: the others are alike.
SAID = 6


@functools.cache
def browser():
    """The browser of this process."""
    options = {"executable_path": os.environ["CHROMIUM"], "args": ["--force-color-profile=srgb"]}
    return sync_playwright().start().chromium.launch(**options)


def look(view, checks, shots=None):
    """Makes the checks, those of one window after the other; the findings are the view's."""
    isFresh = False
    for width in sorted({width for check in checks for width in check.widths}):
        for theme in BOTH:
            ours = [check for check in checks if width in check.widths and theme in check.themes]
            photo = shots if width in (PHONE, DESKTOP) else None
            if not ours and not photo:
                continue
            view.check = "loading"
            view.show(width, theme, anew=not isFresh)
            isFresh = True
            if photo:
                view.page.screenshot(path=Path(photo) / f"{view.name}-{width}-{theme}.png", full_page=True)
            for check in ours:
                if not isFresh:
                    view.show(width, theme)
                view.check = check.name
                try:
                    check.run(view)
                except Exception as error:
                    view.complain(f"the check ends early: {type(error).__name__}: {str(error)[:300]}")
                isFresh = not check.changes


def one_page(task):
    index, program, folder, shots = task
    page = pages.PAGES[index]
    start = time.monotonic()
    report = pages.make(page, program, folder)
    view = View(page.name, report, page.parts, browser())
    checks = CHECKS if page.isFirst else [dataclasses.replace(one, widths=one.others or one.widths) for one in CHECKS]
    look(view, checks, shots)
    view.context.close()
    return page.name, view.findings, time.monotonic() - start


def seen_at(views):
    widths = ", ".join(str(width) for width in sorted({width for width, _ in views}))
    return f"{widths} px, {' and '.join(sorted({theme for _, theme in views}, reverse=True))}"


def tell(findings):
    kinds = collections.Counter()
    for finding, views in findings.items():
        # Numbers and names aside, the same is wrong.
        kind = (finding.check, re.sub(r'".*?"|[\d,.]+', "...", finding.what)[:50])
        kinds[kind] += 1
        if kinds[kind] <= SAID:
            print(f"{finding.page}, {seen_at(views)}: {finding.check}: {finding.what}")
            if finding.element:
                print(f"    {finding.element}" + (f'  "{finding.text}"' if finding.text else ""))
    for (check, what), count in kinds.items():
        if count > SAID:
            print(f"    ... and {count - SAID} more of: {check}: {what}...")


def main():
    program, shots = sys.argv[1:]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        tasks = [(index, program, folder, shots) for index in range(len(pages.PAGES))]
        with multiprocessing.Pool(min(os.cpu_count() or 1, 4)) as pool:
            for name, findings, seconds in pool.imap(one_page, tasks, chunksize=1):
                tell(findings)
                print(f"{name}: {len(findings) or 'no'} findings ({seconds:.1f} s)", flush=True)
                failed += bool(findings)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
