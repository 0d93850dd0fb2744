"""Quotations against pages, each named by what it is about: passage, page of HTML, what is to come out."""

# ruff: noqa: E501 (one row a case, in many scripts)

from __future__ import annotations

from textwrap import dedent

STANDS, DIFFERS, NOT_FOUND = "stands", "differs", "not_found"

NYE = "<p>As I wrote, China lacks the many non-governmental organizations that generate much of America’s soft power.</p>"
MANAS = "<p>Кыргыз эл оозеки чыгармачылыгынын эң бийик чокусу – «Манас» эпосу.</p>"
SILK = "<p>В Кыргызстане торжественно открыт кыргызско-китайский Институт Шёлкового пути.</p>"
HAN = "<p>中国的软实力在中亚\n    地区不断增强,但仍有“不足”。</p>"
ARABIC = "<p dir=rtl>القوة الناعمة ليست بديلاً عن القوة الصلبة.</p>"
HEBREW = "<p>\u200fכוח רך \u202bאינו\u202c תחליף לכוח קשה</p>"

CASES: dict[str, tuple[str, str, str]] = {
    # as it stands
    "word for word": ("China lacks the many non-governmental organizations", NYE, STANDS),
    "straight and curly apostrophes": ("much of America's soft power", NYE, STANDS),
    "a comma of American style before the closing mark": ("much of America's soft power,", NYE, STANDS),
    "a full stop at its end": ("that generate much of America’s soft power.", NYE, STANDS),
    "a first letter that the sentence made small": ("china lacks the many", NYE, STANDS),
    "blanks and line ends": ("soft  power\n is", "<p>soft\n\t power&nbsp;is</p>", STANDS),
    "a single word": ("mutually", "<p>mutually beneficial</p>", STANDS),
    "a number": ("1,200 positions", "<p>allocate 1,200 positions</p>", STANDS),
    "twice on the page": ("the Silk Road", "<h1>The Silk Road</h1><p>Along the Silk Road, the Silk Road.</p>", STANDS),
    "moved to another place of the page": ("debt trap", "<aside>Read on: the debt trap.</aside><p>Nothing else.</p>", STANDS),
    "in a title of the text": ("Limits of Soft Power", "<h1>The Limits of Soft Power</h1>", STANDS),
    "quotation marks inside of other kinds": ("the 'Samarkand Spirit' grows", "<p>the “Samarkand Spirit” grows</p>", STANDS),
    "French marks with blanks": ("« Пояс и путь »", "<p>инициатива «Пояс и путь»</p>", STANDS),
    "German marks that point inwards": ("die »weiche« Macht", "<p>die „weiche“ Macht wächst</p>", STANDS),
    "marks that the browser puts": ("the 'spirit' of Shanghai", "<p>the <q>spirit</q> of Shanghai</p>", STANDS),
    "dashes with and without blanks": ("power – soft – and hard", "<p>power—soft—and hard</p>", STANDS),
    "a hyphen of another kind": ("non-governmental", "<p>non‑governmental</p>", STANDS),
    "dots in three ways": ("wait... and see", "<p>wait… and see . . .</p>", STANDS),
    "several sentences": ("It grows. It falls.", "<p>It grows. It falls. It ends.</p>", STANDS),
    "over two paragraphs": ("It grows. It falls.", "<p>It grows.</p><p>It falls.</p>", STANDS),
    # how pages are made
    "parted by tags of a line": ("soft power", "<p>so<b>ft</b> <a href=x>po<i>wer</i></a></p>", STANDS),
    "a link over half a word": ("Belt and Road", "<p>Bel<a href='/b'>t and R</a>oad</p>", STANDS),
    "blocks part words": ("softpower", "<p>soft</p><p>power</p>", NOT_FOUND),
    "a line break parts words": ("soft power", "<p>soft<br>power</p>", STANDS),
    "cells of a table part words": ("500 MW", "<table><tr><td>500</td><td>MW</td></tr></table>", STANDS),
    "entities by name and number": ("Größe & “Macht” – naïve", "<p>Gr&ouml;&szlig;e &amp; &ldquo;Macht&#8221; &ndash; na&#xEF;ve</p>", STANDS),
    "soft hyphens": ("cooperation", "<p>co&shy;oper\u00adation</p>", STANDS),
    "a place where a line may break": ("cooperation", "<p>coop<wbr>eration</p>", STANDS),
    "characters without width": ("Silk Road", "<p>\ufeffSi\u200blk\u2060 Road</p>", STANDS),
    "ligatures": ("official affluence of first flows", "<p>oﬃcial aﬄuence of ﬁrst ﬂows</p>", STANDS),
    "letters composed and decomposed": ("Café Zürich й ё", "<p>Cafe\u0301 Zu\u0308rich и\u0306 е\u0308</p>", STANDS),
    "a number of a note inside": ("soft power is vague", "<p>soft power<sup><a href='#n7'>[7]</a></sup> is vague</p>", STANDS),
    "a power of ten stays": ("10 tonnes", "<p>10<sup>6</sup> tonnes</p>", DIFFERS),
    "a comment in a sentence": ("soft power is", "<p>soft <!-- react -->power<!-- --> is</p>", STANDS),
    "a script in a sentence": ("soft power is", "<p>soft power<script>var x = 'is not';</script> is</p>", STANDS),
    "only in a script": ("hidden words stand", "<p>Nothing here.</p><script>var x = 'hidden words stand';</script>", NOT_FOUND),
    "only in a comment": ("hidden words stand", "<p>Nothing here.</p><!-- hidden words stand -->", NOT_FOUND),
    "only in an attribute": ("hidden words stand", "<p title='hidden words stand'>Nothing here.</p>", NOT_FOUND),
    "a tag that holds a bracket": ("soft power is", "<p>soft <a title='a > b' href=x>power</a> is</p>", STANDS),
    "less and greater in the text": ("a < b and c > d", "<p>a &lt; b and c &gt; d</p>", STANDS),
    "reading aids above characters": ("软实力", "<p><ruby>软<rt>ruǎn</rt>实<rt>shí</rt>力<rt>lì</rt></ruby></p>", STANDS),
    # other scripts
    "Russian": ("кыргызско-китайский Институт", SILK, STANDS),
    "Russian with е for ё": ("Институт Шелкового пути", SILK, DIFFERS),
    "Russian in another case": ("Институту Шёлкового пути", SILK, DIFFERS),
    "Kyrgyz": ("эң бийик чокусу – \"Манас\" эпосу", MANAS, STANDS),
    "Kyrgyz letters are not the Russian ones": ("Кыргыз эл оозеки чыгармачылыгынын эн бийик чокусу", MANAS, DIFFERS),
    "Chinese over a line end": ("软实力在中亚地区", HAN, STANDS),
    "Chinese in corner brackets": ("但仍有「不足」", HAN, STANDS),
    "Chinese with one character changed": ("硬实力在中亚地区", HAN, DIFFERS),
    "Chinese negated": ("中国的软实力在中亚地区不不断增强", HAN, DIFFERS),
    "Arabic": ("القوة الناعمة ليست بديلاً", ARABIC, STANDS),
    "Arabic negated": ("القوة الناعمة بديلاً عن القوة الصلبة", ARABIC, DIFFERS),
    "Hebrew with marks of direction": ("כוח רך אינו תחליף", HEBREW, STANDS),
    "Greek": ("ήπια ισχύς", "<p>Η ήπια ισχύς της Κίνας</p>", STANDS),
    # what an editor does
    "words left out": ("China lacks … organizations that generate much", NYE, STANDS),
    "words left out, in brackets": ("China lacks […] organizations (...) soft power", NYE, STANDS),
    "words left out at both ends": ("… lacks the many …", NYE, STANDS),
    "words left out in the wrong order": ("organizations … China lacks", NYE, DIFFERS),
    "words left out that are far away": ("China lacks … far away", f"{NYE}<p>{'Other words. ' * 90}</p><p>far away</p>", DIFFERS),
    "a “not” that was left out": ("China is … a threat", "<p>China is not a threat</p>", DIFFERS),
    "a letter in brackets": ("[t]he power of all", "<p>The power of all</p>", STANDS),
    "another letter in brackets": ("[s]he power of all", "<p>The power of all</p>", DIFFERS),
    "an ending in brackets": ("develop[ed] its tools", "<p>developing its tools</p>", STANDS),
    "a bracket that hides a quoted “not”": ("China is [always] a threat", "<p>China is ‘not’ a threat</p>", DIFFERS),
    "a word in brackets for others": ("[it] lacks the many", NYE, STANDS),
    "words in brackets inside": ("China lacks [all] organizations", NYE, STANDS),
    "a bracket that hides a “not”": ("China is [always] a threat", "<p>China is not a threat</p>", DIFFERS),
    "a bracket over two sentences": ("power [that] falls", "<p>They want power. Another state falls</p>", DIFFERS),
    "sic": ("more then [sic] before", "<p>more then before</p>", STANDS),
    "brackets that the page has itself": ("the [so-called] spirit", "<p>the [so-called] spirit</p>", STANDS),
    # what must not pass
    "one word changed": ("China lacks the few non-governmental organizations", NYE, DIFFERS),
    "one letter changed": ("very unfavourable opinion", "<p>a very unfavorable opinion</p>", DIFFERS),
    "negated by the page": ("the projects are successful", "<p>the projects are not successful</p>", DIFFERS),
    "negated by the brief": ("the projects are not successful", "<p>the projects are successful</p>", DIFFERS),
    "negated by n’t": ("they do trust it", "<p>they don’t trust it</p>", DIFFERS),
    "a word more": ("China lacks the very many organizations", "<p>China lacks the many organizations</p>", DIFFERS),
    "a word less": ("lacks many organizations", "<p>China lacks the many organizations</p>", DIFFERS),
    "two words exchanged": ("the soft and hard instruments", "<p>the hard and soft instruments</p>", DIFFERS),
    "a capital inside": ("the wolf Warrior diplomats", "<p>the wolf warrior diplomats</p>", DIFFERS),
    "part of a word": ("form and power", "<p>reform and powers</p>", DIFFERS),
    "part of a number": ("5 million doses", "<p>about 1.5 million doses</p>", DIFFERS),
    "another number": ("500 million doses", "<p>about 50 million doses</p>", DIFFERS),
    "plural for singular": ("new types of relations", "<p>new type of relations</p>", DIFFERS),
    "nothing like it": ("digital dictatorship", "<p>Weather in Bishkek: sunny.</p>", NOT_FOUND),
    "an empty page": ("digital dictatorship", "", NOT_FOUND),
    "its words scattered over the page": ("club of authoritarian countries", f"<p>A club met.</p><p>{'It is made up by many. ' * 9}</p><p>Some are authoritarian.</p><p>{'They differ. ' * 9}</p><p>Other countries trade.</p>", NOT_FOUND),
}  # fmt: skip

TYPST = dedent("""\
    #set page(width: 12cm, height: 9cm, columns: 2, margin: 8mm)
    #set text(font: "IBM Plex Serif", size: 9pt, lang: "en", hyphenate: true)
    #set par(justify: true)
    Beijing clearly understands that, against the backdrop of past frustrating projects, it is necessary to
    adapt its policy in Kyrgyzstan and intensify its work in the direction of soft power. In this regard,
    Beijing is revising and updating its soft power tools, conducting institutional adjustments and vaccine
    diplomacy, and expanding the list of educational programmes and well-established, non-governmental
    intergovernmental institutions it supports.
    #pagebreak()
    Официальная информационная политика сопровождается преимущественно декларативными заявлениями, не
    учитывающими взаимовыгодное сотрудничество. Official affluence of first flows.
    """)

PDF_CASES: dict[str, tuple[str, str, str]] = {
    "hyphenated over lines of a column": ("against the backdrop of past frustrating projects", STANDS, "page=1"),
    "a hyphen of its own": ("well-established, non-governmental", STANDS, "page=1"),
    "over two columns": ("In this regard, Beijing is revising and updating its soft power tools, conducting institutional adjustments and vaccine diplomacy, and expanding the list of educational programmes", STANDS, "page=1"),
    "Russian, hyphenated, on the second page": ("Официальная информационная политика сопровождается преимущественно", STANDS, "page=2"),
    "Russian to the end": ("взаимовыгодное сотрудничество", STANDS, "page=2"),
    "ligatures of the font": ("Official affluence of first flows", STANDS, "page=2"),
    "one word changed in a PDF": ("against the backdrop of past successful projects", DIFFERS, "page=1"),
    "a hyphen that the page has not": ("inter-governmental institutions", DIFFERS, "page=1"),
    "a “not” dropped in a PDF": ("заявлениями, учитывающими взаимовыгодное сотрудничество", DIFFERS, "page=2"),
    "nothing like it in a PDF": ("мягкая сила Шелкового пути", NOT_FOUND, ""),
}  # fmt: skip
