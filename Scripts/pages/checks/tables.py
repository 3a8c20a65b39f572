"""Tables sort by their headings and show what is looked for."""

# What the columns hold, in the order shown: values (null: not a number), and texts.
COLUMNS = """(table, only) => [...table.tHead.rows[0].cells].map((head, column) => ({
    name: head.textContent.trim(), sorts: head.querySelector("button") !== null, sort: head.getAttribute("aria-sort"),
    isNumber: [...table.tBodies[0].rows].some((row) => row.cells[column].dataset.value !== undefined),
    values: only !== undefined && only !== column ? [] : [...table.tBodies[0].rows].map((row) => {
        const cell = row.cells[column], value = cell.dataset.value;
        if (value === undefined) return cell.textContent;
        return value === "" || Number.isNaN(Number(value)) ? null : Number(value);
    }),
    texts: only !== undefined && only !== column ? []
        : [...table.tBodies[0].rows].map((row) => row.cells[column].textContent.trim()),
}))"""
IN_ORDER = """([texts, sign]) => texts.every((text, i) => i === 0 || sign * texts[i - 1].localeCompare(text) <= 0)"""
ROWS = "(table) => [...table.tBodies[0].rows].filter((row) => row.checkVisibility()).map((row) => row.textContent)"


def check(view):
    for table in view.each(".sortable"):
        # One value is taken away: what is not a number comes last in either order.
        table.evaluate("""(table) => {
            const cell = [...table.tBodies[0].rows[0].cells].findLast((one) => one.dataset.value !== undefined);
            if (cell) cell.dataset.value = "";
        }""")
        headings = [place for place, column in enumerate(table.evaluate(COLUMNS)) if column["sorts"]]
        if view.width < 700:
            for place in headings[:2]:
                sort(view, table, place, "tap")
        else:
            for place in headings:
                sort(view, table, place, ["click", "Enter", "Space"][place % 3])
        find(view, table)


def sort(view, table, place, way):
    button = table.query_selector_all("thead tr:first-child > *")[place].query_selector("button")
    name = button.inner_text()
    for turn in range(2):
        if way == "click":
            button.click()
        elif way == "tap":
            button.tap()
        else:
            button.focus()
            view.page.keyboard.press(way)
        columns = table.evaluate(COLUMNS, place)
        column = columns[place]
        how = f"{way} on '{name}'" + (" once more" if turn else "")
        if any(other["sort"] for other in columns if other is not column):
            view.complain(f"{how} leaves aria-sort on another heading", table)
        if column["sort"] not in ("ascending", "descending"):
            view.complain(f"{how} gives aria-sort '{column['sort']}'", button)
            return
        if turn and column["sort"] == first:
            view.complain(f"{how} sorts {first} again", button)
        first = column["sort"]
        sign = 1 if first == "ascending" else -1
        if not ordered(view, column, sign):
            view.complain(f"{how} is {first}, but the rows are not in that order", button, name)
        elif not agrees(column, sign):
            view.complain(f"{how} sorts by other values than are shown", button, name)


def ordered(view, column, sign):
    if not column["isNumber"]:
        return view.ask(IN_ORDER, [column["values"], sign])
    numbers = [value for value in column["values"] if value is not None]
    if column["values"][len(numbers):] != [None] * (len(column["values"]) - len(numbers)):
        return False
    return all(sign * one <= sign * next for one, next in zip(numbers, numbers[1:]))


def agrees(column, sign):
    """The numbers that are shown are in order, too."""
    shown = []
    for text, value in zip(column["texts"], column["values"]):
        if column["isNumber"] and value is not None:
            words = text.replace("\u2212", "-").replace(",", "").lstrip("#$+").split()
            if len(words) > 2:
                # Two numbers, such as the ends of an interval.
                return True
            try:
                shown.append(float(words[0].rstrip("%")))
            except (IndexError, ValueError):
                return True
    return all(sign * one <= sign * next for one, next in zip(shown, shown[1:]))


def find(view, table):
    field = view.page.query_selector("#" + (table.get_attribute("data-filter") or "none"))
    if field is None:
        return
    told = "(field) => field.closest('p, div, form').querySelector('output')?.textContent.trim()"
    rows = table.evaluate(ROWS)
    words = rows[0].split()[-1].lower()
    for text in (words, f"{words[:3]} {rows[-1].split()[-1].lower()}", "no row has this", ""):
        field.focus()
        field.fill("")
        view.page.keyboard.type(text)
        expected = [row for row in rows if all(word in row.lower() for word in text.split())]
        shown = table.evaluate(ROWS)
        if shown != expected:
            view.complain(f"looking for '{text}' shows {len(shown)} rows instead of {len(expected)}", field)
        count = field.evaluate(told)
        if count != (f"{len(expected)} of {len(rows)}" if text else ""):
            view.complain(f"looking for '{text}' shows {len(expected)} of {len(rows)} rows, and says '{count}'", field)
    # Sorting keeps what was looked for.
    field.fill(words)
    before = sorted(table.evaluate(ROWS))
    table.query_selector("thead button").click()
    if sorted(table.evaluate(ROWS)) != before:
        view.complain(f"sorting forgets that only '{words}' is looked for", field)
    field.fill("")
