"""Random tables and lists as people have them: of each kind a text, and the numbers that it is to be read as."""

from collections.abc import Callable, Iterator, Sequence
from random import Random

Written = Callable[[float], str]
Kind = Callable[[list[float]], str]

EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DE = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
FR = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
ES = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
ARABIC = str.maketrans("0123456789.,", "٠١٢٣٤٥٦٧٨٩٫٬")
PERSIAN = str.maketrans("0123456789.,", "۰۱۲۳۴۵۶۷۸۹٫٬")
WIDE = str.maketrans("0123456789.-", "０１２３４５６７８９．－")


def us(value: float) -> str:
    return f"{value:,.2f}"


def plain(value: float) -> str:
    return f"{value:.2f}"


def de(value: float) -> str:
    return us(value).translate(str.maketrans(",.", ".,"))


def spaced(mark: str) -> Written:
    return lambda value: us(value).replace(",", mark).replace(".", ",")


def swiss(value: float) -> str:
    return us(value).replace(",", "’")


def indian(value: float) -> str:
    whole, cents = plain(abs(value)).split(".")
    head, groups = whole[:-3], [whole[-3:]]
    while head:
        head, groups = head[:-2], [head[-2:], *groups]
    return f"{'-' if value < 0 else ''}{','.join(groups)}.{cents}"


def brackets(value: float) -> str:
    return f"({us(-value)})" if value < 0 else us(value)


def rows(heading: Sequence[object], when: Callable[[int], object], how: Written, mark: str = "\t") -> Kind:
    """A table of two columns below a heading, if it has one: when, and how much."""

    def made(values: list[float]) -> str:
        lines = [*([heading] if heading else []), *([when(n), how(value)] for n, value in enumerate(values))]
        return "".join(mark.join(map(str, line)) + "\n" for line in lines)

    return made


def listed(how: Written, mark: str = "\n") -> Kind:
    return lambda values: mark.join(map(how, values))


def numbered(line: Callable[[int, float], str], before: str = "", after: str = "", mark: str = "\n") -> Kind:
    return lambda values: before + mark.join(line(n, value) for n, value in enumerate(values)) + after


def totalled(kind: Kind, name: str, how: Written, mark: str = "\t") -> Kind:
    return lambda values: f"{kind(values)}{name}{mark}{how(sum(values))}\n"


def aside(names: Callable[[int], object], first: str, how: Written, mark: str = "\t") -> Kind:
    """A table on its side."""
    return lambda values: "\n".join(
        mark.join(map(str, row)) for row in (["", *map(names, range(len(values)))], [first, *map(how, values)])
    )


POSITIVE: dict[str, Kind] = {
    "days in quotes": rows(["Day", "Sales (USD)"], lambda n: DAYS[n % 7], lambda v: f'"{us(v)}"', ","),
    "dollars": rows(["Month", "Revenue"], EN.__getitem__, lambda v: f"${us(v)}"),
    "German months": rows(["Monat", "Umsatz in €"], DE.__getitem__, de, ";"),
    "euros": rows(["Monat", "Betrag"], lambda n: f"{DE[n]} 2023", lambda v: f"{de(v)} €"),
    "French months": rows(["Mois", "Chiffre d'affaires"], FR.__getitem__, spaced("\u202f"), ";"),
    "French euros": rows(["Mois", "CA"], lambda n: f"{FR[n]} 2024", lambda v: f"{spaced(chr(160))(v)}\xa0€"),
    "thin spaces": listed(spaced("\u2009")),
    "Swiss francs": rows(["Datum", "Betrag"], lambda n: f"{n + 1:02}.03.2024", lambda v: f"CHF {swiss(v)}"),
    "rupees": rows(["Month", "Amount"], EN.__getitem__, lambda v: f"₹{indian(v)}"),
    "lakhs": listed(indian),
    "Arabic digits": rows(["شهر", "قيمة"], lambda n: str(n + 1).translate(ARABIC), lambda v: us(v).translate(ARABIC)),
    "Persian digits": listed(lambda v: us(v).translate(PERSIAN)),
    "wide digits": listed(lambda v: plain(v).translate(WIDE), "、"),
    "Chinese months": rows(["月份", "销售额（万元）"], lambda n: f"{n + 1}月", plain),
    "yuan": rows(["日期", "金额"], lambda n: f"2024年{n + 1}月1日", lambda v: f"￥{us(v)}"),
    "yen": rows(["年月", "売上"], lambda n: f"2024/{n + 1:02}", lambda v: f"{us(v)}円"),
    "units": rows(["t", "speed"], str, lambda v: f"{plain(v)} km/h"),
    "degrees": listed(lambda v: f"{plain(v)}°C"),
    "percent": rows(["Quarter", "Share"], lambda n: f"Q{n % 4 + 1} {2020 + n // 4}", lambda v: f"{plain(v)}%"),
    "millions": listed(lambda v: f"{de(v)} Mio. €"),
    "markdown": rows(["| Year", "Value |\n|---|---|"], lambda n: f"| {2000 + n}", lambda v: f"{plain(v)} |", " | "),
    "psql": numbered(lambda n, v: f"{n + 1:3} | {v:8.2f}", " id |  price  \n----+---------\n", "\n(9 rows)"),
    "mysql": numbered(
        lambda n, v: f"| {n + 1:2} | {v:8.2f} |",
        "+----+----------+\n| id | price    |\n+----+----------+\n",
        "\n+----+----------+",
    ),
    "a frame": numbered(lambda n, v: f"{n}  {DAYS[n % 7]}  {plain(v)}", "    day    value\n"),
    "a series": numbered(lambda n, v: f"2024-01-{n + 1:02}    {plain(v)}", after="\nFreq: D, Name: y, dtype: float64"),
    "R's print": lambda values: f" [1] {' '.join(map(plain, values[:3]))}\n [4] {' '.join(map(plain, values[3:]))}",
    "R's c": numbered(lambda _, v: str(v), "sales <- c(", ")", ", "),
    "Matlab": numbered(lambda _, v: str(v), "x = [", "];", " "),
    "objects": numbered(lambda n, v: f'{{"t": {n}, "y": {v}}}', "[", "]", ", "),
    "JSON": numbered(lambda _, v: str(v), '{"values": [', "]}", ", "),
    "numpy": numbered(lambda _, v: str(v), "array([", "])", ", "),
    "numpy's print": numbered(lambda _, v: plain(v), "[", "]", " "),
    "torch": numbered(lambda _, v: f"{v:.4f}", "tensor([", "], device='cuda:0')", ", "),
    "hours": rows(["time", "value"], lambda n: f"2024-01-01T{n:02}:00:00Z", plain, ","),
    "afternoons": rows(["Time", "kWh"], lambda n: f"1/{n + 1}/2024 3:00 PM", plain, ","),
    "comments": rows(["# station 4711\n# unit: mm\ndate", "rain"], lambda n: f"2024-01-{n + 1:02}", plain, ","),
    "an average": totalled(rows(["Month", "Sales"], EN.__getitem__, us), "Average", us),
    "Gesamt": totalled(rows(["Monat", "Umsatz"], DE.__getitem__, de, ";"), "Gesamt", de, ";"),
    "Total": totalled(rows(["Mes", "Ventas"], ES.__getitem__, de, ";"), "Total", de, ";"),
    "合计": totalled(rows(["月份", "销量"], lambda n: f"{n + 1}月", us), "合计", us),
    "months aside": aside(DE.__getitem__, "Umsatz", de),
    "years aside": aside(lambda n: 2001 + n, "France", us),
    "quarters aside": aside(lambda n: f"Q{n % 4 + 1}/{20 + n // 4}", "GDP", plain, ";"),
    "places": numbered(lambda n, v: f"{n + 1}) {plain(v)}"),
    "bullets": listed(lambda v: f"• {plain(v)}"),
    "dashes": listed(lambda v: f"- {plain(v)}"),
    "names and colons": numbered(lambda n, v: f"{EN[n]}: {us(v)}"),
    "names and equals": numbered(lambda n, v: f"y{n} = {v}"),
    "exponents": listed(lambda v: f"{v:.8e}"),
    "powers of ten": listed(lambda v: f"{v / 1000:.5f} × 10^3"),
    "raised powers": listed(lambda v: f"{v / 1000:.5f}·10³"),
    "spaces and units": listed(lambda v: f"{us(v).replace(',', ' ')} km"),
    "places in brackets": numbered(lambda n, v: f"({n + 1}) {plain(v)}"),
    "years and colons": numbered(lambda n, v: f"{2001 + n}: {v:.2f}".replace(".", ",")),
    "YAML": numbered(lambda _, v: f"  - {v}", "values:\n"),
    "JavaScript": numbered(lambda _, v: f"  {v},", "const y = [\n", "\n];"),
    "a field": numbered(lambda _, v: str(v), '"y": [', "],", ", "),
    "Jupyter": numbered(lambda _, v: str(v), "In [1]: x\nOut[1]: array([", "])", ", "),
    "Polars": numbered(
        lambda n, v: f"│ {n + 1} ┆ {v} │",
        "shape: (3, 2)\n┌─────┬─────┐\n│ a   ┆ b   │\n│ --- ┆ --- │\n│ i64 ┆ f64 │\n╞═════╪═════╡\n",
        "\n└─────┴─────┘",
    ),
    "days of a year": numbered(lambda n, v: f"Jan {n + 1}, 2024,{v:.2f}"),
    "errors": listed(lambda v: f"{plain(v)} ± {v / 100:.2f}"),
    "an asterisk": numbered(lambda n, v: f"{2000 + n}\t{us(v)}{'*' if n == 2 else ''}", "Year\tValue\n"),
    "a dagger": numbered(lambda n, v: f"{DE[n]};{de(v)}{'†' if n % 2 else ''}", "Monat;Wert\n"),
    "references": numbered(lambda n, v: f"{2000 + n}\t{us(v)}{'[1]' if n == 1 else ''}", "Year\tValue\n"),
    "two columns": numbered(lambda n, v: f"{n + 1:02}.01.24;{de(v * 1.1)};{de(v)}", "Datum;Öffnung;Schluss\n"),
    "reais": rows(["Mês", "Valor"], lambda n: f"{n + 1:02}/2024", lambda v: f"R$ {de(v)}", ";"),
    "złoty": rows(["Miesiąc", "Kwota"], lambda n: f"{n + 1:02}.2024", lambda v: f"{spaced(' ')(v)} zł", ";"),
    "kronor": rows(["Månad", "Belopp"], lambda n: f"2024-{n + 1:02}", lambda v: f"{spaced(' ')(v)} kr"),
    "roubles": rows(["Месяц", "Сумма"], lambda n: f"{n + 1:02}.2024", lambda v: f"{spaced(chr(160))(v)} руб.", ";"),
}
SIGNED: dict[str, Kind] = {
    "brackets": rows(["Month", "Net"], EN.__getitem__, brackets),
    "dollars in brackets": rows(["Month", "Net"], EN.__getitem__, lambda v: f"$ {brackets(v)}"),
    "a minus behind": rows(
        ["Monat", "Saldo"], lambda n: f"{n + 1:02}/2024", lambda v: f"{de(-v)}-" if v < 0 else de(v), ";"
    ),
    "a minus of print": listed(lambda v: us(v).replace("-", "\u2212")),
}
# What is written in no way that is read: it is refused, and named.
UNREAD: dict[str, Kind] = {
    "a factor of all": numbered(lambda _, v: f"   {v}", "ans =\n\n   1.0e+03 *\n\n"),
    "debit and credit": rows(
        ["Date", "Amount"], lambda n: f"2024-01-{n + 1:02}", lambda v: f"{us(v)} {'CD'[v > 5e4]}R"
    ),
    "Fortran": listed(lambda v: f"{v:.3e}".replace("e", "D")),
    "provisional": numbered(lambda n, v: f"{2000 + n},{v}{' p' if n == 3 else ''}", "Year,Value\n"),
}


def cases(kinds: dict[str, Kind], seeds: int) -> Iterator[tuple[str, str, list[float]]]:
    """Of each kind some texts: (name, text, the numbers that are in it)."""
    for name, kind in kinds.items():
        for seed in range(seeds):
            chance = Random(f"{name} {seed}")
            values = [round(chance.uniform(100, 90_000), 2) for _ in range(chance.randint(4, 12))]
            if kinds is SIGNED:
                values = [-value if n % 3 == 0 else value for n, value in enumerate(values)]
            yield name, kind(values), values
